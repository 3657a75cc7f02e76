import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { createNames } from './names';

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

const account = (id: string, username: string, name: string) =>
  ({ id, username, name, role: 'rider', guest: false }) as const;

test('a claim that is repeated and then refused leaves no name behind', async () => {
  const names = createNames(redis);
  await names.claim(account('mary', 'mary', 'Zoe'));
  await redis.set('username:ann', 'ann'); // claimed, but the answer was lost
  await expect(names.claim(account('ann', 'ann', 'Zoe'))).rejects.toMatchObject({ code: 'conflict' });
  expect(await names.ownerOf('ann')).toBeNull();
  expect(await names.ownerOf('zoe')).toBe('mary');
});

test('a claim that is repeated is the same claim', async () => {
  const names = createNames(redis);
  for (let time = 0; time < 2; time++) await names.claim(account('joe', 'joe', 'Joe B.'));
  expect(await Promise.all(['joe', 'joe b.'].map(names.ownerOf))).toEqual(['joe', 'joe']);
});
