import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onceEver } from './once-ever';
import { startTestRedis, type TestRedis } from './testing';

let store: TestRedis;
let redis: Redis;
beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
});
afterAll(async () => {
  redis.disconnect();
  await store.stop();
});

test('of many who start together one does it, and all wait for it', async () => {
  const did: string[] = [];
  const start = async (): Promise<void> => {
    await onceEver(redis, 'together', async () => {
      await redis.ping();
      did.push('done');
    });
    expect(did).toEqual(['done']);
  };
  await Promise.all([start(), start(), start()]);
  await start();
});

test('what failed is begun again at once', async () => {
  await expect(onceEver(redis, 'twice', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  const began = performance.now();
  let did = 0;
  const work = (): Promise<void> => {
    did++;
    return Promise.resolve();
  };
  await onceEver(redis, 'twice', work);
  expect(did).toBe(1);
  expect(performance.now() - began).toBeLessThan(5_000);
});
