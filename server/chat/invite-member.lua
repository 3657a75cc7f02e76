-- Lets a member of a private room bring somebody in.
-- KEYS  1, 2 as in room.lua; 3 messages
-- ARGV  1 the inviting member's id; 2 the invited one's
-- Event: none. Gives { 'invited' or 'known', seq, room's name, epoch ms }, or { code of the refusal }.
local inviter, invited = unpack(ARGV)
local who, kind = standing(inviter)
if who == 'stranger' then return { 'not_found' } end
if kind ~= 'private' then return { 'forbidden' } end

local at = now()
local isNew = redis.call('HSETNX', KEYS[2], invited, at) == 1
return { isNew and 'invited' or 'known', head(KEYS[3]), redis.call('HGET', KEYS[1], 'name'), at }
