import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { keys } from '#server/redis/keys';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { followLog } from './follow-log';

const log = pino({ level: 'silent' });
let store: TestRedis;
let redis: Redis;
let follower: Redis;
let stop: () => void;
let heard: string[];

beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
});
afterAll(async () => {
  redis.disconnect();
  await store.stop();
});
beforeEach(async () => {
  await redis.flushall();
  await happen('before');
  heard = [];
  follower = new Redis(store.url, { maxRetriesPerRequest: null, connectionName: 'follower' });
  stop = await followLog(follower, log, ({ id }) => heard.push(id));
});
afterEach(() => {
  stop();
  follower.disconnect();
});

const happen = (id: string) => redis.xadd(keys.events, '*', 'event', JSON.stringify({ id }));

test('tells every event from now on, in order', async () => {
  const ids = Array.from({ length: 1_200 }, (_, n) => `event-${n}`);
  await Promise.all(ids.map(happen));
  await expect.poll(() => heard).toEqual(ids);
});

test('tells each once, though its connection is cut again and again', async () => {
  const ids = Array.from({ length: 300 }, (_, n) => `event-${n}`);
  for (const [n, id] of ids.entries()) {
    await happen(id);
    if (n % 20 === 0) await redis.call('CLIENT', 'KILL', 'SKIPME', 'yes');
  }
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(ids);
});

test('goes on after an entry that is no event, and after Redis has refused it', async () => {
  await redis.xadd(keys.events, '*', 'event', '{broken');
  await happen('after it');
  await expect.poll(() => heard, { timeout: 3_000 }).toEqual(['after it']);
  await redis.set(keys.events, 'no stream');
  await new Promise((resolve) => setTimeout(resolve, 300));
  await redis.del(keys.events);
  await happen('later');
  await expect.poll(() => heard, { timeout: 3_000 }).toEqual(['after it', 'later']);
});

test('ends when told to', async () => {
  stop();
  follower.disconnect();
  await happen('too late');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard).toEqual([]);
});
