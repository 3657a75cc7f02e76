-- Reads all that a decision about one card needs, at one moment.
-- KEYS  1 card hash; 2 answer of the command (optional)
-- ARGV  1 field of the card's last tap at this gate ('' if no gate is named)
-- Gives { seconds, microseconds, version, blocked, sale, taps, last tap, its answer, the command's answer }; '' for none.
local function text(value) return value or '' end

local time = redis.call('TIME')
local card = redis.call('HMGET', KEYS[1], 'version', 'blocked', 'saleId', ARGV[1])
local saleId, lastTap = text(card[3]), text(card[4])

-- The pass is found through its card; its keys bear the same hash tag, so they lie in the same slot.
local sale, taps = '', {}
if saleId ~= '' then
  sale = text(redis.call('GET', '{t}:pass:' .. saleId))
  taps = redis.call('HVALS', '{t}:pass:' .. saleId .. ':taps')
end

local lastAnswer = ''
if lastTap ~= '' then
  lastAnswer = text(redis.call('GET', '{t}:answer:' .. cjson.decode(lastTap).tapId))
end
local answer = KEYS[2] and text(redis.call('GET', KEYS[2])) or ''

return { time[1], time[2], text(card[1]), text(card[2]), sale, taps, lastTap, lastAnswer, answer }
