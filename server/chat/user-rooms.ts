import type { Redis } from 'ioredis';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import indexRoomLua from './index-room.lua?raw';
import markReadLua from './mark-read.lua?raw';
import personLua from './person.lua?raw';

/**
 * What is kept with a person: an index of their rooms, and how far they have read each. The truth of who is in a room
 * lies with the room; the index follows it and may be behind after a crash.
 */
export type UserRooms = ReturnType<typeof createUserRooms>;

export function createUserRooms(redis: Redis) {
  const indexRoom = defineScript(redis, 'indexRoom', personLua + indexRoomLua);
  const markRead = defineScript(redis, 'markRead', personLua + markReadLua);

  async function index(userId: string, roomId: string, seq: number | '' = ''): Promise<void> {
    await indexRoom([keys.user(userId), keys.userRooms(userId), keys.userReads(userId)], [roomId, seq]);
  }

  return {
    all: (userId: string): Promise<string[]> => redis.smembers(keys.userRooms(userId)),

    index: (userId: string, roomId: string): Promise<void> => index(userId, roomId),

    /** Notes that somebody is in a room. What was said up to `seq` counts as read, if they never read there before. */
    enter: (userId: string, roomId: string, seq: number): Promise<void> => index(userId, roomId, seq),

    async leave(userId: string, roomId: string): Promise<void> {
      await redis.srem(keys.userRooms(userId), roomId);
    },

    /** Per room the seq up to which they have read. */
    async reads(userId: string): Promise<Map<string, number>> {
      const reads = await redis.hgetall(keys.userReads(userId));
      return new Map(Object.entries(reads).map(([roomId, seq]) => [roomId, Number(seq)]));
    },

    /** Null: they never read there. */
    async readOf(userId: string, roomId: string): Promise<number | null> {
      const seq = await redis.hget(keys.userReads(userId), roomId);
      return seq === null ? null : Number(seq);
    },

    /** Moves forward how far they have read; gives where that is now. */
    markRead: async (userId: string, roomId: string, seq: number) =>
      (await markRead([keys.user(userId), keys.userReads(userId)], [roomId, seq])) as number,
  };
}
