import type { Redis } from 'ioredis';
import type { HistoryPage, Message, RoomChanges } from '#contract/chat';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import type { Reader } from './chat';
import readChangesLua from './read-changes.lua?raw';
import readHeadLua from './read-head.lua?raw';
import readHistoryLua from './read-history.lua?raw';
import { roomKeys } from './room-keys';
import roomLua from './room.lua?raw';
import { messageOf, type MessageEntry } from './stored-message';

/** Both bounds are exclusive. With `after` alone the page starts there, else it ends at its end. */
export interface PageQuery {
  roomId: string;
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
}

/** Further behind than this a room is read anew. */
const MOST_MESSAGES = 200;
const MOST_CHANGES = 1_000;
const NEWEST_PAGE = 50;

export type MessageReader = ReturnType<typeof createMessageReader>;

export function createMessageReader(redis: Redis) {
  const readHistory = defineScript(redis, 'readHistory', roomLua + readHistoryLua);
  const readChanges = defineScript(redis, 'readChanges', roomLua + readChangesLua);
  const readHead = defineScript(redis, 'readHead', roomLua + readHeadLua);

  return {
    /** A page of a room's history; null to a stranger. */
    async page(reader: Reader, query: PageQuery): Promise<HistoryPage | null> {
      const { roomId, limit } = query;
      const reply = await readHistory(roomKeys(roomId), [reader ?? '', ...rangeOf(query), limit + 1]);
      if (!reply) return null;
      const [rev, entries] = reply as [rev: number, entries: MessageEntry[]];
      return { messages: messagesOf(roomId, entries.slice(0, limit)), more: entries.length > limit, rev };
    },

    /** What changed in a room since `cursor`, a rev, in `most` messages or so; null to a stranger. */
    async changes(
      reader: Reader,
      roomId: string,
      cursor: number,
      most = MOST_MESSAGES,
    ): Promise<RoomChanges | null> {
      const page = Math.max(1, Math.min(NEWEST_PAGE, most));
      const bounds = [Math.min(MOST_MESSAGES, Math.max(0, most)), MOST_CHANGES, page];
      const reply = await readChanges(roomKeys(roomId), [reader ?? '', cursor, ...bounds]);
      if (!reply) return null;
      const [rev, reset, entries] = reply as [rev: number, reset: 0 | 1, entries: MessageEntry[]];
      return { messages: messagesOf(roomId, entries), rev, ...(reset && { reset: true }) };
    },

    /** The newest seq of a room; 0 before the first message. */
    seq: async (roomId: string) => (await readHead([keys.roomMessages(roomId)], [])) as number,

    /** The newest rev of a room; 0 before the first change. */
    rev: async (roomId: string) => (await readHead([keys.roomChanges(roomId)], [])) as number,
  };
}

/** The stream's command and its bounds. */
function rangeOf({ before, after }: PageQuery): [command: string, from: string, to: string] {
  const oldest = after === undefined ? '-' : `${after + 1}-0`;
  const newest = before === undefined ? '+' : `${Math.max(before - 1, 0)}-0`;
  const forward = after !== undefined && before === undefined;
  return forward ? ['XRANGE', oldest, newest] : ['XREVRANGE', newest, oldest];
}

const messagesOf = (roomId: string, entries: MessageEntry[]): Message[] =>
  entries.map((entry) => messageOf(roomId, entry)).sort((one, other) => one.seq - other.seq);
