import type { Redis } from 'ioredis';
import { v4, v7 } from 'uuid';
import { rightsOfRole, type Person } from '#domain/accounts/right';
import type { Chat } from '#server/chat/chat';
import { createChat } from '#server/chat/create-chat';
import { ensureGeneral } from '#server/chat/general';
import type { Bus } from '#server/redis/bus';
import { keys } from '#server/redis/keys';

/** The product's own rooms and messages over a given Redis, heard by nobody. */
export interface BenchChat {
  chat: Chat;
  person(name: string): Person;
  /** Fills a room with so many messages, stored as a real one is. */
  fill(roomId: string, count: number): Promise<void>;
}

export async function createBenchChat(redis: Redis): Promise<BenchChat> {
  const people = new Map<string, { id: string; name: string; role: 'rider'; guest: boolean }>();
  const findMany = async (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? []);
  const chat = createChat({ redis, bus: silentBus, accounts: { findMany } });
  await ensureGeneral(redis);

  function person(name: string): Person {
    const account = { id: v7(), name, role: 'rider', guest: false } as const;
    people.set(account.id, account);
    const { id: userId, role, guest } = account;
    return { kind: 'person', userId, name, role, guest, sessionId: v4(), rights: rightsOfRole[role] };
  }

  return { chat, person, fill: (roomId, count) => fill(redis, roomId, count) };
}

const nothing = (): void => undefined;

const silentBus: Bus = {
  publish: async () => undefined,
  subscribe: async () => nothing,
  follow: async () => undefined,
  unfollow: nothing,
  onGap: nothing,
  close: nothing,
};

const AT_A_TIME = 10_000;

/** Copies the newest message of a room behind it, over and over: one call a message would take a minute. */
const COPY = `
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local seq = tonumber(string.match(newest[1], '^%d+'))
for copy = seq + 1, seq + ARGV[1] do redis.call('XADD', KEYS[1], copy .. '-0', unpack(newest[2])) end
`;

async function fill(redis: Redis, roomId: string, count: number): Promise<void> {
  for (let left = count; left > 0; left -= AT_A_TIME) {
    await redis.eval(COPY, 1, keys.roomMessages(roomId), Math.min(left, AT_A_TIME));
  }
}
