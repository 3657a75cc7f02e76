-- Appends a message to a room and tells whoever follows the room, in one step: all hear its messages in their order.
-- Texts of JSON pass through as they are. Every check comes before the first write.
-- KEYS  1, 2 as in room.lua; 3 messages; 4 changes; 5 answer
-- ARGV  1 user id; 2 when the message's id was made (epoch ms, '' if it does not say); 3 the seq it replies to (0 for
--       none); 4 request, 5 sender, 6 what was said, 7 room id, each as JSON; 8 channel; 9 seconds the answer is kept
-- Event on the channel: { posted }. Gives { 'posted', answer }, { 'answered', answer }, or { code of the refusal }.
local CHANGES_KEPT = 10000

local userId, madeAt, replyTo, request, sender, said, roomId, channel, seconds = unpack(ARGV)
local beginning = '{"request":' .. request .. ',"answer":'

local who = standing(userId)
local answer = redis.call('GET', KEYS[5])
local again = answer and string.sub(answer, 1, #beginning) == beginning
-- Who left meanwhile may still learn that they were heard; who never came learns nothing.
if answer and (again or who == 'member') then return { 'answered', answer } end
if who == 'stranger' then return { 'not_found' } end
if who == 'reader' then return { 'forbidden' } end

local at = now()
if madeAt ~= '' and at - madeAt > seconds * 1000 then return { 'stale_id' } end
local seq = head(KEYS[3]) + 1
if tonumber(replyTo) >= seq then return { 'invalid' } end
local rev = head(KEYS[4]) + 1

redis.call('XADD', KEYS[3], seq .. '-0', 'said', said, 'at', at, 'rev', rev)
redis.call('XADD', KEYS[4], 'MAXLEN', '~', CHANGES_KEPT, rev .. '-0', 'seq', seq)
local place = '"seq":' .. seq .. ',"rev":' .. rev .. ',"at":' .. at
answer = beginning .. '{' .. place .. ',"from":' .. sender .. '}}'
redis.call('SET', KEYS[5], answer, 'EX', seconds)
redis.call('SPUBLISH', channel, '{"posted":{"roomId":' .. roomId .. ',' .. place .. ',"said":' .. said .. '}}')
return { 'posted', answer }
