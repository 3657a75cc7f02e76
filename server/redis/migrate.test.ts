import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keys } from './keys';
import { migrate, type Migration } from './migrate';
import { startTestRedis, type TestRedis } from './testing';

const log = pino({ level: 'silent' });
let store: TestRedis;
let redis: Redis;
let done: number[] = [];

const step = (version: number, work: () => Promise<void> = async () => undefined): Migration => ({
  version,
  name: `step ${version}`,
  up: async () => {
    await work();
    done.push(version);
  },
});

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
  done = [];
});

describe('migrations', () => {
  test('run once each, in order, from where the data are', async () => {
    await migrate(redis, log, [step(1)]);
    await migrate(redis, log, [step(1), step(2), step(3)]);
    await migrate(redis, log, [step(1), step(2), step(3)]);
    expect(done).toEqual([1, 2, 3]);
    expect(await redis.get(keys.schema)).toBe('3');
  });

  test('run on one instance while the others wait', async () => {
    const slow = step(1, () => new Promise((resolve) => setTimeout(resolve, 150)));
    await Promise.all(Array.from({ length: 4 }, () => migrate(redis, log, [slow])));
    expect(done).toEqual([1]);
  });

  test('stop at the one that fails and go on from there', async () => {
    const broken = step(2, () => Promise.reject(new Error('no disk')));
    await expect(migrate(redis, log, [step(1), broken])).rejects.toThrow('no disk');
    expect(await redis.get(keys.schema)).toBe('1');
    await migrate(redis, log, [step(1), step(2)]);
    expect(done).toEqual([1, 2]);
  });

  test('refuse data of a newer Tapline and leave them alone', async () => {
    await redis.set(keys.schema, 7);
    await expect(migrate(redis, log, [step(1)])).rejects.toThrow('schema 7');
    expect(done).toEqual([]);
  });
});
