-- Makes a room with the people in it, unless it is there already.
-- KEYS  1, 2 as in room.lua; 3 messages
-- ARGV  1 id; 2 name; 3 kind; 4 its maker's id ('' for none); 5 '1' if everybody is in it, else ''; 6… its members
-- Event: none. Gives the room as it is now: { name, kind, maker, seq, those of ARGV 6… who are in it }.
local id, name, kind, maker, everybody = unpack(ARGV)

if redis.call('EXISTS', KEYS[1]) == 0 then
  local at = now()
  redis.call('HSET', KEYS[1], 'id', id, 'name', name, 'kind', kind, 'createdAt', at, 'createdBy', maker)
  if everybody ~= '' then redis.call('HSET', KEYS[1], 'everybody', everybody) end
  for member = 6, #ARGV do redis.call('HSET', KEYS[2], ARGV[member], at) end
end

local room = redis.call('HMGET', KEYS[1], 'name', 'kind', 'createdBy')
local inside = {}
for member = 6, #ARGV do
  if redis.call('HEXISTS', KEYS[2], ARGV[member]) == 1 then table.insert(inside, ARGV[member]) end
end
return { room[1], room[2], room[3], head(KEYS[3]), inside }
