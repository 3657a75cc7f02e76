-- Puts a new pass on a card: the immutable sale, the card's pointer to it, event and answer.
-- Holds no policy. Every check comes before the first write.
-- KEYS  1 to 4 as in record.lua; 5 the pass
-- ARGV  1 as in record.lua, and { saleId, sale }
-- Event in the log: sale. Gives { 'committed' }, { 'answered', answer } or { 'changed' }.
local commit = cjson.decode(ARGV[1])
local refused = refusal(commit)
if refused then return refused end

redis.call('SET', KEYS[5], commit.sale)
redis.call('HSET', KEYS[1], 'saleId', commit.saleId)
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PERSIST', KEYS[1])
return record(commit)
