import type { Redis } from 'ioredis';
import type { Message } from '#contract/chat';
import type { Room, RoomKind } from '#domain/chat/room';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import type { Reader } from './chat';
import createRoomLua from './create-room.lua?raw';
import readRoomLua from './read-room.lua?raw';
import { doorKeys, roomKeys } from './room-keys';
import roomLua from './room.lua?raw';
import { messageOf, type MessageEntry } from './stored-message';

/** A room to be made. `maker`: a person's id; null for the site's own. */
export interface NewRoom extends Room {
  maker: string | null;
  members: readonly string[];
  everybody?: boolean;
}

/** A room that is there now, made by this call or before. `members`: those wished for who are in it. */
export interface MadeRoom {
  name: string;
  kind: RoomKind;
  maker: string | null;
  seq: number;
  members: string[];
}

/** A room as one person finds it. `newest`: their unread messages up to a hundred, or the last, newest first. */
export interface SeenRoom extends Room {
  /** Whether they are in it; else they may only read it. */
  inside: boolean;
  /** Epoch ms. */
  createdAt: number;
  /** Of private and direct rooms. */
  members: string[];
  seq: number;
  rev: number;
  newest: Message[];
}

export type RoomStore = ReturnType<typeof createRoomStore>;

const UNREAD_LOOKED_AT = 100;

export function createRoomStore(redis: Redis) {
  const createRoom = defineScript(redis, 'createRoom', roomLua + createRoomLua);
  const readRoom = defineScript(redis, 'readRoom', roomLua + readRoomLua);

  return {
    /** Makes a room unless its id is taken; gives the one that is there. */
    async create({ id, name, kind, maker, everybody, members }: NewRoom): Promise<MadeRoom> {
      const args = [id, name, kind, maker ?? '', everybody ? '1' : '', ...members];
      const made = madeRoom(await createRoom([...doorKeys(id), keys.roomMessages(id)], args));
      if (made.kind === 'public') await redis.sadd(keys.publicRooms, id);
      return made;
    },

    /** `read`: the seq up to which the reader has read; null for all of it. Null to a stranger. */
    async read(roomId: string, reader: Reader, read: number | null): Promise<SeenRoom | null> {
      const reply = await readRoom(roomKeys(roomId), [reader ?? '', read ?? '', UNREAD_LOOKED_AT]);
      return reply ? seenRoom(roomId, reply as ReadReply) : null;
    },

    publicRooms: (): Promise<string[]> => redis.smembers(keys.publicRooms),
  };
}

function madeRoom(reply: unknown): MadeRoom {
  const [name, kind, maker, seq, members] = reply as [string, RoomKind, string, number, string[]];
  return { name, kind, maker: maker || null, seq, members };
}

/** As read-room.lua gives it. */
type ReadReply = [
  standing: 'member' | 'reader',
  room: [name: string, kind: RoomKind, createdAt: string],
  members: string[],
  seq: number,
  rev: number,
  newest: MessageEntry[],
];

function seenRoom(id: string, [standing, room, members, seq, rev, newest]: ReadReply): SeenRoom {
  const [name, kind, createdAt] = room;
  const inside = standing === 'member';
  const messages = newest.map((entry) => messageOf(id, entry));
  return { id, name, kind, inside, createdAt: Number(createdAt), members, seq, rev, newest: messages };
}
