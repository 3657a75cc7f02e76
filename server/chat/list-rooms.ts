import type { RoomList, RoomView } from '#contract/chat';
import { byName } from '#domain/accounts/account';
import { GENERAL } from '#domain/chat/room';
import type { Accounts } from '#server/accounts/accounts';
import type { Reader } from './chat';
import { namesFor } from './names';
import type { RoomIndex } from './room-index';
import type { RoomStore, SeenRoom } from './room-store';
import { readAtFirst, roomView } from './room-view';
import type { UserRooms } from './user-rooms';

/** The rooms somebody is in and those they may join; all of them are read at once. */
export type ListRooms = (reader: Reader) => Promise<RoomList>;

export function createListRooms(parts: {
  rooms: RoomStore;
  userRooms: UserRooms;
  roomIndex: RoomIndex;
  accounts: Pick<Accounts, 'findMany'>;
}): ListRooms {
  const { rooms, userRooms, roomIndex, accounts } = parts;

  async function listFor(reader: string): Promise<RoomList> {
    const [index, open, reads] = await Promise.all([
      userRooms.all(reader),
      rooms.publicRooms(),
      userRooms.reads(reader),
    ]);
    const readOf = (roomId: string): number | null => reads.get(roomId) ?? readAtFirst(roomId);
    const [seen, names] = await Promise.all([
      readAll([...new Set([GENERAL, ...index, ...open])], reader, readOf),
      namesFor(accounts, reader, index),
    ]);
    // A list can be read while nothing can be written.
    await roomIndex.settle(reader, seen, { index, reads }).catch(forgone);
    const show = (room: SeenRoom): RoomView => roomView(room, reader, readOf(room.id), names);
    const outside = seen.filter(({ inside }) => !inside);
    return { rooms: seen.filter(isListed).sort(byNews).map(show), open: outside.sort(byName).map(show) };
  }

  async function listPublic(): Promise<RoomList> {
    const seen = await readAll(await rooms.publicRooms(), null, () => null);
    return { rooms: seen.sort(byNews).map((room) => roomView(room, null, null, new Map())), open: [] };
  }

  async function readAll(
    roomIds: readonly string[],
    reader: Reader,
    readOf: (roomId: string) => number | null,
  ): Promise<SeenRoom[]> {
    const found = await Promise.all(roomIds.map((roomId) => rooms.read(roomId, reader, readOf(roomId))));
    return found.filter((room) => room !== null);
  }

  return (reader) => (reader === null ? listPublic() : listFor(reader));
}

const forgone = (): void => undefined;

/** A direct room shows with its first message. */
const isListed = ({ inside, kind, seq }: SeenRoom): boolean => inside && (kind !== 'direct' || seq > 0);

/** General first, then what has the latest news; a room without messages is news since it was made. */
const byNews = (one: SeenRoom, other: SeenRoom): number =>
  Number(other.id === GENERAL) - Number(one.id === GENERAL) || newsAt(other) - newsAt(one);

const newsAt = ({ newest: [last], createdAt }: SeenRoom): number => (last ? Date.parse(last.at) : createdAt);
