-- Counts one more within the time that ends now, if there is room.
-- KEYS  1 sorted set: what was counted, by the time it was (ms)
-- ARGV  1 limit; 2 length of the window in ms; 3 a name for this one
-- No event. Gives { 1 if counted else 0, how many are counted, ms until the oldest of them no longer is }.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
local allowed = count < limit and 1 or 0
if allowed == 1 then
  redis.call('ZADD', KEYS[1], now, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], window)
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { allowed, count + allowed, oldest[2] + window - now }
