-- Moves forward how far somebody has read a room; never back.
-- KEYS  1 as in person.lua; 2 hash room id -> the seq up to which they have read
-- ARGV  1 room id; 2 seq
-- Event: none. Gives the seq up to which they have read.
local roomId, seq = ARGV[1], tonumber(ARGV[2])
local read = tonumber(redis.call('HGET', KEYS[2], roomId) or '-1')
if seq <= read then return read end
redis.call('HSET', KEYS[2], roomId, seq)
lastAsLong(KEYS[2])
return seq
