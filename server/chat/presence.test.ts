import fc from 'fast-check';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { channels, keys } from '#server/redis/keys';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { createPresence, type Device, type Presence, type PresenceEvent } from './presence';
import { runs } from '../../tests/kit/deep';

let server: TestRedis;
let redis: Redis;
let listener: Redis;
let presence: Presence;
let heard: PresenceEvent[] = [];

const tab = (userId: string, deviceId: string): Device => ({ userId, deviceId });

beforeAll(async () => {
  server = await startTestRedis();
  redis = new Redis(server.url);
  listener = new Redis(server.url);
  presence = createPresence(redis);
  await listener.subscribe(channels.presence);
  listener.on('message', (_, text: string) => heard.push(JSON.parse(text) as PresenceEvent));
});
afterEach(async () => {
  await redis.flushall();
  await listener.ping();
  heard = [];
});
afterAll(async () => {
  redis.disconnect();
  listener.disconnect();
  await server.stop();
});

const events = async () => {
  await listener.ping(); // what was published before has arrived when this is answered
  return heard.map(({ userId, online }) => `${userId} ${online ? 'came' : 'went'}`);
};

describe('presence', () => {
  test('lasts as long as one of two tabs is open', async () => {
    await presence.enter([tab('pablo', 'a')]);
    await presence.enter([tab('pablo', 'b')]);
    await presence.leave(tab('pablo', 'a'));
    expect(await presence.online()).toEqual(['pablo']);
    expect(await events()).toEqual(['pablo came']);
    await presence.leave(tab('pablo', 'b'));
    expect(await presence.online()).toEqual([]);
    expect(await events()).toEqual(['pablo came', 'pablo went']);
  });

  test('does not count a tab twice that enters or leaves twice', async () => {
    for (let n = 0; n < 3; n++) await presence.enter([tab('mary', 'a')]);
    await presence.leave(tab('mary', 'a'));
    await presence.leave(tab('mary', 'a'));
    expect(await presence.online()).toEqual([]);
    expect(await events()).toEqual(['mary came', 'mary went']);
  });

  test('ends with the lease, once, whoever sweeps', async () => {
    const short = createPresence(redis, { leaseSeconds: 2 });
    await short.enter([tab('joe', 'a'), tab('joe', 'b'), tab('alex', 'c')]);
    await presence.sweep();
    expect((await presence.online()).sort()).toEqual(['alex', 'joe']);
    await sleep(2_100);
    await presence.enter([tab('alex', 'c')]); // renewed in time by its instance
    await Promise.all([presence.sweep(), presence.sweep(), short.sweep()]);
    expect(await presence.online()).toEqual(['alex']);
    expect(await events()).toEqual(['joe came', 'alex came', 'joe went']);
  });

  test('comes back when an instance renews what was swept while it hung', async () => {
    const short = createPresence(redis, { leaseSeconds: 0 });
    await short.enter([tab('joe', 'a')]);
    await presence.sweep();
    await presence.enter([tab('joe', 'a')]);
    expect(await presence.online()).toEqual(['joe']);
    expect(await events()).toEqual(['joe came', 'joe went', 'joe came']);
  });

  test('does not take up again who leaves while many are renewed', async () => {
    const tabs = Array.from({ length: 1_000 }, (_, n) => tab(`user${n}`, 'a'));
    await presence.enter(tabs);
    const renewing = presence.enter(tabs);
    await presence.leave(tab('user999', 'a'));
    await renewing;
    expect(await presence.online()).not.toContain('user999');
  });

  test('renews and sweeps a thousand', async () => {
    const short = createPresence(redis, { leaseSeconds: 0 });
    await short.enter(Array.from({ length: 1_000 }, (_, n) => tab(`user${n}`, 'a')));
    expect(await presence.online()).toHaveLength(1_000);
    await presence.sweep();
    expect(await presence.online()).toHaveLength(0);
    expect(await redis.exists(keys.presenceLeases, keys.presenceOnline)).toBe(0);
  });

  test('agrees with a model, and tells each change once', async () => {
    const move = fc.record({
      userId: fc.constantFrom('pablo', 'mary'),
      deviceId: fc.constantFrom('a', 'b', 'c'),
      enters: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
        await redis.flushall();
        await events();
        heard = [];
        const leases = new Set<string>();
        const expected: string[] = [];
        const isOnline = (userId: string) => [...leases].some((lease) => lease.startsWith(userId));
        for (const { userId, deviceId, enters } of moves) {
          const before = isOnline(userId);
          if (enters) leases.add(userId + deviceId);
          else leases.delete(userId + deviceId);
          if (isOnline(userId) !== before) expected.push(`${userId} ${enters ? 'came' : 'went'}`);
          await (enters ? presence.enter([tab(userId, deviceId)]) : presence.leave(tab(userId, deviceId)));
        }
        expect(await events()).toEqual(expected);
        expect((await presence.online()).sort()).toEqual(['mary', 'pablo'].filter(isOnline));
      }),
      { numRuns: runs(100) },
    );
  });
});
