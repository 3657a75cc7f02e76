-- Reads a room as one person sees it, at one moment.
-- KEYS  1, 2 as in room.lua; 3 messages; 4 changes; 5 overlays
-- ARGV  1 the reader's id ('' for a visitor); 2 the seq up to which they have read ('' for all); 3 how many unread
--       messages to look at
-- Gives { standing, { name, kind, createdAt }, members, seq, rev, newest messages as in room.lua, newest
-- first: the unread ones, or the last }; nil to a stranger.
local userId, read, most = unpack(ARGV)
local who, kind = standing(userId)
if who == 'stranger' then return nil end

local seq, rev = head(KEYS[3]), head(KEYS[4])
local unread = who == 'member' and read ~= '' and seq - read or 0
local count = math.max(1, math.min(unread, most))
local newest = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', count)
local room = redis.call('HMGET', KEYS[1], 'name', 'kind', 'createdAt')
local members = kind == 'public' and {} or redis.call('HKEYS', KEYS[2])
return { who, room, members, seq, rev, overlaid(newest, KEYS[5]) }
