import type { RoomView } from '#contract/chat';
import type { Accounts } from '#server/accounts/accounts';
import type { Reader } from './chat';
import { namesFor } from './names';
import { noSuchRoom } from './refusals';
import type { RoomStore } from './room-store';
import { readAtFirst, roomView } from './room-view';
import type { UserRooms } from './user-rooms';

/** A room as somebody is shown it. @throws Refusal `not_found` */
export type ViewRoom = (reader: Reader, roomId: string) => Promise<RoomView>;

export function createViewRoom(parts: {
  rooms: RoomStore;
  userRooms: UserRooms;
  accounts: Pick<Accounts, 'findMany'>;
}): ViewRoom {
  const { rooms, userRooms, accounts } = parts;

  return async (reader, roomId) => {
    const [kept, names] = await Promise.all([
      reader === null ? null : userRooms.readOf(reader, roomId),
      namesFor(accounts, reader, [roomId]),
    ]);
    const read = kept ?? readAtFirst(roomId);
    const seen = await rooms.read(roomId, reader, read);
    if (!seen) throw noSuchRoom();
    return roomView(seen, reader, read, names);
  };
}
