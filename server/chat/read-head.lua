-- Reads where a room's messages or changes stand.
-- KEYS  1 the stream
-- Gives the number of its newest entry, as in room.lua.
return head(KEYS[1])
