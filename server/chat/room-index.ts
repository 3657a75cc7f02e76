import type { Membership } from './membership';
import type { SeenRoom } from './room-store';
import { readAtFirst } from './room-view';
import type { UserRooms } from './user-rooms';

/** Keeps a person's index of rooms in line with the rooms, which hold the truth. */
export interface RoomIndex {
  /** Takes out a room they are not in, unless they have come back meanwhile. */
  drop(userId: string, roomId: string): Promise<void>;
  /** After a look at all their rooms: adds what is missing, drops what is stale, notes where reading starts. */
  settle(userId: string, seen: readonly SeenRoom[], kept: KeptRooms): Promise<void>;
}

/** What was kept with the person when the rooms were read. */
export interface KeptRooms {
  index: readonly string[];
  reads: ReadonlyMap<string, number>;
}

export function createRoomIndex(parts: { membership: Membership; userRooms: UserRooms }): RoomIndex {
  const { membership, userRooms } = parts;

  async function drop(userId: string, roomId: string): Promise<void> {
    await userRooms.leave(userId, roomId);
    if (await membership.has(roomId, userId)) await userRooms.index(userId, roomId);
  }

  async function settle(userId: string, seen: readonly SeenRoom[], kept: KeptRooms): Promise<void> {
    const inside = seen.filter((room) => room.inside);
    const unsettled = inside.filter(({ id }) => !kept.index.includes(id) || !kept.reads.has(id));
    const inIds = new Set(inside.map(({ id }) => id));
    await Promise.all([
      ...unsettled.map(({ id, seq }) => userRooms.enter(userId, id, readAtFirst(id) ?? seq)),
      ...kept.index.filter((id) => !inIds.has(id)).map((id) => drop(userId, id)),
    ]);
  }

  return { drop, settle };
}
