-- Shared by the scripts of one person.
-- KEYS  1 person

-- Lets keys last as long as the person: what is kept with a guest goes when they do.
local function lastAsLong(...)
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then return end
  for _, key in ipairs({ ... }) do redis.call('PEXPIRE', key, left) end
end
