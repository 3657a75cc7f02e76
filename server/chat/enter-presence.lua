-- Takes or renews leases: somebody is online as long as one of their devices holds one.
-- KEYS  1 leases: sorted set user|device -> expiry (epoch s); 2 online: hash user -> how many leases
-- ARGV  1 seconds a lease lasts; 2 channel; 3… user|device
-- Publishes { userId, online: true } for everybody who was not online before. Gives how many came.
local expiry = tonumber(redis.call('TIME')[1]) + tonumber(ARGV[1])
local came = 0
for index = 3, #ARGV do
  local user = string.match(ARGV[index], '^[^|]*')
  if redis.call('ZADD', KEYS[1], expiry, ARGV[index]) == 1 and redis.call('HINCRBY', KEYS[2], user, 1) == 1 then
    redis.call('PUBLISH', ARGV[2], cjson.encode({ userId = user, online = true }))
    came = came + 1
  end
end
return came
