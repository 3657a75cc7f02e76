-- Reads a page of a room's messages in their present state, at one moment.
-- KEYS  1, 2 as in room.lua; 3 messages; 4 changes; 5 overlays
-- ARGV  1 the reader's id ('' for a visitor); 2 command: XRANGE or XREVRANGE; 3, 4 its bounds; 5 how many
-- Gives { rev, messages as in room.lua }, in the command's order; nil to a stranger.
local userId, command, from, to, count = unpack(ARGV)
if standing(userId) == 'stranger' then return nil end

local entries = redis.call(command, KEYS[3], from, to, 'COUNT', count)
return { head(KEYS[4]), overlaid(entries, KEYS[5]) }
