import { Redis } from 'ioredis';
import { pino } from 'pino';
import { v4, v7 } from 'uuid';
import { rightsOfRole, type Person } from '#domain/accounts/right';
import type { PublicAccount } from '#domain/accounts/account';
import { createBus, type Bus } from '#server/redis/bus';
import { startTestRedis } from '#server/redis/testing';
import type { Chat } from './chat';
import { createChat } from './create-chat';
import { ensureGeneral } from './general';

/** Rooms and messages over a private Redis, with people who have an account there. */
export interface TestChat {
  redis: Redis;
  bus: Bus;
  chat: Chat;
  /** Another instance over the same Redis, with connections of its own. */
  instance(): Chat;
  person(name: string): Person;
  stop(): Promise<void>;
}

export async function startTestChat(): Promise<TestChat> {
  const server = await startTestRedis();
  const people = new Map<string, PublicAccount>();
  const findMany = async (ids: readonly string[]): Promise<PublicAccount[]> =>
    ids.map((id) => people.get(id)).filter((account) => account !== undefined);
  const connections: Redis[] = [];
  const connect = (): Redis => {
    const redis = new Redis(server.url);
    connections.push(redis);
    return redis;
  };
  const open = (): { redis: Redis; bus: Bus; chat: Chat } => {
    const redis = connect();
    const bus = createBus(redis, connect(), pino({ level: 'silent' }));
    return { redis, bus, chat: createChat({ redis, bus, accounts: { findMany } }) };
  };
  const first = open();
  await ensureGeneral(first.redis);

  return {
    ...first,
    instance: () => open().chat,
    person(name) {
      const account: PublicAccount = { id: v7(), name, role: 'rider', guest: false };
      people.set(account.id, account);
      const { id: userId, role, guest } = account;
      return { kind: 'person', userId, name, role, guest, sessionId: v4(), rights: rightsOfRole[role] };
    },
    async stop() {
      for (const redis of connections) redis.disconnect();
      await server.stop();
    },
  };
}
