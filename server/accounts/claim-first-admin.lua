-- Notes the first admin.
-- KEYS  1 the set of admins
-- ARGV  1 a person's id
-- No event. Gives 1, or 0 if there is an admin already.
if redis.call('SCARD', KEYS[1]) > 0 then return 0 end
return redis.call('SADD', KEYS[1], ARGV[1])
