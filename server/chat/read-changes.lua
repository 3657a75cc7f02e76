-- Reads what changed in a room since a rev, at one moment: the present state of every message that did. When the cursor
-- is not within the kept changes, or too much changed: the newest page.
-- KEYS  1, 2 as in room.lua; 3 messages; 4 changes; 5 overlays
-- ARGV  1 the reader's id ('' for a visitor); 2 the rev; 3 how many messages at most; 4 how many changes at most; 5 page
-- Gives { rev, 1 if it is the newest page else 0, messages as in room.lua in no order }; nil to a stranger.
local userId, cursor, mostMessages, mostChanges, page = unpack(ARGV)
if standing(userId) == 'stranger' then return nil end
cursor, mostMessages, mostChanges = tonumber(cursor), tonumber(mostMessages), tonumber(mostChanges)
local rev = head(KEYS[4])

-- The messages changed since, each once; nil if the cursor is of no use.
local function changed()
  if cursor > rev then return nil end
  if cursor == rev then return {} end
  local oldest = redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 1)[1]
  if not oldest or cursor + 1 < tonumber(string.match(oldest[1], '^%d+')) then return nil end
  local changes = redis.call('XRANGE', KEYS[4], cursor + 1 .. '-0', '+', 'COUNT', mostChanges + 1)
  if #changes > mostChanges then return nil end
  local seen, seqs = {}, {}
  for _, change in ipairs(changes) do
    local seq = change[2][2]
    if not seen[seq] then table.insert(seqs, seq) end
    seen[seq] = true
  end
  return #seqs <= mostMessages and seqs or nil
end

local seqs = changed()
if not seqs then
  local newest = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', page)
  return { rev, 1, overlaid(newest, KEYS[5]) }
end
local entries = {}
for _, seq in ipairs(seqs) do
  table.insert(entries, redis.call('XRANGE', KEYS[3], seq .. '-0', seq .. '-0')[1])
end
return { rev, 0, overlaid(entries, KEYS[5]) }
