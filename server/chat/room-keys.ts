import { keys } from '#server/redis/keys';

/** What every script of a room starts from; KEYS 1 and 2 of room.lua. */
export const doorKeys = (roomId: string): string[] => [keys.room(roomId), keys.roomMembers(roomId)];

/** The same with all that is read of a room: messages, changes, overlays. */
export const roomKeys = (roomId: string): string[] => [
  ...doorKeys(roomId),
  keys.roomMessages(roomId),
  keys.roomChanges(roomId),
  keys.roomOverlay(roomId),
];
