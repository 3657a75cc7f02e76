-- Lets somebody out of a room. Told in the same step: no message follows them out.
-- KEYS  1, 2 as in room.lua
-- ARGV  1 user id; 2 channel; 3 the event as JSON
-- Event on the channel: { left }. Gives 'left', or the code of the refusal.
local userId, channel, event = unpack(ARGV)
local who, kind, everybody = standing(userId)
if who == 'stranger' then return 'not_found' end
if everybody or kind == 'direct' then return 'forbidden' end

if redis.call('HDEL', KEYS[2], userId) == 1 then redis.call('SPUBLISH', channel, event) end
return 'left'
