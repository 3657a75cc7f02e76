-- Shared by the scripts of one room.
-- KEYS  1 room hash; 2 members hash, user id -> when they came

-- Redis's own time in epoch ms.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Who somebody ('' for a visitor) is to the room: 'member', 'reader' of a public room, or 'stranger', to whom it is not
-- there; then the room's kind and whether everybody is in it.
local function standing(userId)
  local kind, everybody = unpack(redis.call('HMGET', KEYS[1], 'kind', 'everybody'))
  if not kind then return 'stranger' end
  if userId ~= '' and (everybody or redis.call('HEXISTS', KEYS[2], userId) == 1) then
    return 'member', kind, everybody
  end
  return kind == 'public' and 'reader' or 'stranger', kind, everybody
end

-- The number of a stream's newest entry, also when that was deleted or trimmed; 0 before the first.
local function head(stream)
  if redis.call('EXISTS', stream) == 0 then return 0 end
  local info = redis.call('XINFO', 'STREAM', stream)
  for at = 1, #info, 2 do
    if info[at] == 'last-generated-id' then return tonumber(string.match(info[at + 1], '^%d+')) end
  end
end

-- Entries of the messages, each with what lies over it ('' for nothing): { { id, fields, overlay }… }.
local function overlaid(entries, overlays)
  for _, entry in ipairs(entries) do
    entry[3] = redis.call('HGET', overlays, string.match(entry[1], '^%d+')) or ''
  end
  return entries
end
