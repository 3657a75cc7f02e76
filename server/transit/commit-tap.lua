-- Commits one decided tap: its place in the pass's set of taps, the card's last tap at this gate, events and answer.
-- Holds no policy. Every check comes before the first write.
-- KEYS  1 to 4 as in record.lua; 5 the pass's taps
-- ARGV  1 as in record.lua, and { tapId, tap?, lastTapField?, lastTap?, cardSeconds? }: tap is the record of a granted
--       tap; cardSeconds lets a card that was only ever denied be forgotten
-- Event in the log: activation, journey, denial. Gives { 'committed' }, { 'answered', answer } or { 'changed' }.
local commit = cjson.decode(ARGV[1])
local refused = refusal(commit)
if refused then return refused end

if commit.tap then redis.call('HSET', KEYS[5], commit.tapId, commit.tap) end
if commit.lastTap then redis.call('HSET', KEYS[1], commit.lastTapField, commit.lastTap) end
if commit.tap or commit.lastTap then redis.call('HINCRBY', KEYS[1], 'version', 1) end
if commit.cardSeconds then redis.call('EXPIRE', KEYS[1], commit.cardSeconds) end
return record(commit)
