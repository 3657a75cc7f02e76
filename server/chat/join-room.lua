-- Lets somebody into a public room; who is in a room already stays in it.
-- KEYS  1, 2 as in room.lua; 3 messages
-- ARGV  1 user id
-- Event: none. Gives { 'joined', seq }, or { 'not_found' }.
local userId = ARGV[1]
local who = standing(userId)
if who == 'stranger' then return { 'not_found' } end

if who == 'reader' then redis.call('HSET', KEYS[2], userId, now()) end
return { 'joined', head(KEYS[3]) }
