-- Shared by the scripts that commit a command: events, totals, classic channels and the answer, together.
-- KEYS  1 card hash; 2 answer; 3 events stream; 4 totals of the day
-- ARGV  1 the commit as JSON: { version, request, answer, answerSeconds, events[], totals[[field, by]…], publish[[channel, text]…] }
local EVENTS_KEPT = 1000000

-- What forbids the commit: the id was answered before, or the card has changed since it was read.
local function refusal(commit)
  local answer = redis.call('GET', KEYS[2])
  if answer then return { 'answered', answer } end
  local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
  if version ~= commit.version then return { 'changed' } end
  return nil
end

local function record(commit)
  for _, event in ipairs(commit.events) do
    redis.call('XADD', KEYS[3], 'MAXLEN', '~', EVENTS_KEPT, '*', 'event', event)
  end
  for _, total in ipairs(commit.totals) do
    redis.call('HINCRBY', KEYS[4], total[1], total[2])
  end
  redis.call('SET', KEYS[2], commit.answer, 'EX', commit.answerSeconds)
  for _, message in ipairs(commit.publish) do
    redis.call('PUBLISH', message[1], message[2])
  end
  return { 'committed' }
end
