import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../testing';
import { createFixedWindow } from './fixed-window';
import type { RateLimiter, Window } from './rate-limit';
import { createSlidingWindow } from './sliding-window';

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

const kinds: [string, (window: Window) => RateLimiter][] = [
  ['fixed', (window) => createFixedWindow(redis, window)],
  ['sliding', (window) => createSlidingWindow(redis, window)],
];

const takeMany = async (limiter: RateLimiter, count: number) => {
  const taken = await Promise.all(Array.from({ length: count }, () => limiter.take('pablo')));
  return taken.filter(({ allowed }) => allowed);
};

describe.each(kinds)('a %s window', (kind, create) => {
  const window = (name: string, seconds = 60): Window => ({ name: `${kind}-${name}`, limit: 10, seconds });

  test('lets as many through as it says, however many come at once', async () => {
    expect(await takeMany(create(window('parallel')), 100)).toHaveLength(10);
  });

  test('says what is left and when there is more', async () => {
    const limiter = create(window('state'));
    const { state } = await limiter.take('pablo');
    expect(state).toMatchObject({ limit: 10, remaining: 9 });
    expect(state.resetAt - Date.now()).toBeGreaterThan(55_000);
    expect(state.resetAt - Date.now()).toBeLessThanOrEqual(60_000);
    await takeMany(limiter, 9);
    expect(await limiter.take('pablo')).toMatchObject({ allowed: false, state: { remaining: 0 } });
    expect(await limiter.take('joe')).toMatchObject({ allowed: true, state: { remaining: 9 } });
  });

  test('forgets what is given back', async () => {
    const limiter = create(window('back'));
    for (let n = 0; n < 30; n++) {
      const taken = await limiter.take('pablo');
      expect(taken.allowed).toBe(true);
      expect(await taken.giveBack()).toMatchObject({ remaining: 10 });
    }
  });

  test('leaves nothing behind', async () => {
    const limiter = create(window('gone', 1));
    await takeMany(limiter, 20);
    await expect.poll(() => redis.keys(`limit:${kind}-gone:*`), { timeout: 3_000 }).toEqual([]);
    expect((await limiter.take('pablo')).allowed).toBe(true);
  });
});

test('a sliding window has no seam at which twice as many pass', async () => {
  const limiter = createSlidingWindow(redis, { name: 'seam', limit: 10, seconds: 1 });
  // The counting lies between asking and answer.
  const passed: { asked: number; answered: number }[] = [];
  while (passed.length < 25) {
    const asked = performance.now();
    if ((await limiter.take('pablo')).allowed) passed.push({ asked, answered: performance.now() });
  }
  for (const [n, { asked }] of passed.entries()) {
    const eleventh = passed[n + 10];
    if (eleventh) expect(eleventh.answered - asked).toBeGreaterThanOrEqual(999);
  }
});
