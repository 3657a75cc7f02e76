-- Who of some people is in a room.
-- KEYS  1, 2 as in room.lua
-- ARGV  1 the asking reader's id ('' for a visitor); 2… the people's
-- Gives those who are; nil to a stranger.
local who, _, everybody = standing(ARGV[1])
if who == 'stranger' then return nil end

local inside = {}
for at = 2, #ARGV do
  if everybody or redis.call('HEXISTS', KEYS[2], ARGV[at]) == 1 then table.insert(inside, ARGV[at]) end
end
return inside
