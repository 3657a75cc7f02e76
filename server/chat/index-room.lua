-- Notes with a person that they are in a room.
-- KEYS  1 as in person.lua; 2 set of their rooms; 3 hash room id -> the seq up to which they have read
-- ARGV  1 room id; 2 the seq up to which it counts as read if they never read there, '' for none
-- Event: none. Gives nothing.
local roomId, seq = unpack(ARGV)
redis.call('SADD', KEYS[2], roomId)
if seq ~= '' then redis.call('HSETNX', KEYS[3], roomId, seq) end
lastAsLong(KEYS[2], KEYS[3])
