-- Reads a session and slides its hour, but not each time: every slide is a write to disk. One that was ended meanwhile
-- does not come back.
-- KEYS  1 session
-- ARGV  1 its life in ms; 2 ms since the last slide after which it slides again
-- No event. Gives { session, ms it has left, seconds, microseconds } (the time is Redis's own), or nil.
local session = redis.call('GET', KEYS[1])
if not session then return nil end
local life = tonumber(ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if life - left >= tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], life)
  left = life
end
local time = redis.call('TIME')
return { session, left, time[1], time[2] }
