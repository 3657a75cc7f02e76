-- Gives leases back: those that are named, or those that have run out.
-- KEYS  1 leases: sorted set user|device -> expiry (epoch s); 2 online: hash user -> how many leases
-- ARGV  1 channel; 2… user|device; none: what has run out, a hundred at most
-- Publishes { userId, online: false } for everybody whose last lease it was. Gives how many leases ended.
local ended = {}
for index = 2, #ARGV do ended[#ended + 1] = ARGV[index] end
if #ended == 0 then
  ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', redis.call('TIME')[1], 'LIMIT', 0, 100)
end

local count = 0
for _, lease in ipairs(ended) do
  if redis.call('ZREM', KEYS[1], lease) == 1 then
    count = count + 1
    local user = string.match(lease, '^[^|]*')
    if redis.call('HINCRBY', KEYS[2], user, -1) < 1 then
      redis.call('HDEL', KEYS[2], user)
      redis.call('PUBLISH', ARGV[1], cjson.encode({ userId = user, online = false }))
    end
  end
end
return count
