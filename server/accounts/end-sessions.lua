-- Ends somebody's sessions by making their generation an older one, all of them or all but one. What shall change with
-- it, such as the password, changes in the same step.
-- KEYS  1 person
-- ARGV  1 id of the session to spare, or ''; 2 its generation; 3… fields and values to set
-- No event. Gives 1, or 0 if there is no such person, or the session to spare has itself been ended.
local spared = ARGV[1]
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if spared ~= '' then
  local generation, sparedBefore = unpack(redis.call('HMGET', KEYS[1], 'generation', 'spared'))
  if generation ~= ARGV[2] and sparedBefore ~= spared then return 0 end
end

redis.call('HINCRBY', KEYS[1], 'generation', 1)
redis.call('HSET', KEYS[1], 'spared', spared, unpack(ARGV, 3))
return 1
