import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBus, type Bus } from './bus';
import { createCache, type Cache } from './cache';
import { connectRedis, type RedisConnections } from './connect';
import { startTestRedis, type TestRedis } from './testing';

const quiet = pino({ level: 'silent' });

interface Instance {
  redis: RedisConnections;
  bus: Bus;
  cache: Cache;
}

let redis: TestRedis;
let one: Instance;
let other: Instance;

beforeEach(async () => {
  redis = await startTestRedis();
  [one, other] = await Promise.all([instance(), instance()]);
});
afterEach(async () => {
  for (const { bus, redis } of [one, other]) {
    bus.close();
    await redis.close();
  }
  await redis.stop();
});

async function instance(): Promise<Instance> {
  const connections = await connectRedis(redis.url, quiet);
  const bus = createBus(connections.commands, connections.subscriber, quiet);
  return { redis: connections, bus, cache: await createCache(bus) };
}

/** Redis itself cuts the lines of all subscribers, as a network would; they are back, and hear what they heard, at the end. */
async function cutSubscribers(): Promise<void> {
  const subscribers = [one, other].map((instance) => instance.redis.subscriber);
  const back = Promise.all(subscribers.map((each) => new Promise((resolve) => each.once('ready', resolve))));
  const { commands } = one.redis;
  const clients = (await commands.client('LIST')) as string;
  const lines = clients.split('\n').filter((line) => line.includes('name=tapline-subscriber'));
  for (const line of lines) await commands.client('KILL', 'ID', /id=(\d+)/.exec(line)?.[1] ?? '');
  await back;
  await Promise.all(subscribers.map((each) => each.ping()));
}

describe('the bus', () => {
  test('carries a message to every instance, the sender too', async () => {
    const heard: unknown[] = [];
    await one.bus.subscribe('news', (message) => heard.push(['one', message]));
    await other.bus.subscribe('news', (message) => heard.push(['other', message]));
    await one.bus.publish('news', { text: '1<2 & 3>2' });
    await expect.poll(() => heard.length).toBe(2);
    expect(heard).toContainEqual(['one', { text: '1<2 & 3>2' }]);
    expect(heard).toContainEqual(['other', { text: '1<2 & 3>2' }]);
  });

  test('listens to a pattern and tells which channel it was', async () => {
    const heard: unknown[] = [];
    await one.bus.subscribe('user:*', (message, channel) => heard.push([channel, message]));
    await other.bus.publish('user:7', 1);
    await expect.poll(() => heard).toEqual([['user:7', 1]]);
  });

  test('keeps the order of all channels as Redis saw it', async () => {
    const heard: unknown[] = [];
    await one.bus.subscribe('plain', (message) => heard.push(message));
    await one.bus.follow('{r:1}:live', (message) => heard.push(message));
    const sender = other.redis.commands;
    for (let n = 0; n < 100; n++) {
      void sender.publish('plain', String(2 * n));
      void sender.spublish('{r:1}:live', String(2 * n + 1));
    }
    await expect.poll(() => heard.length).toBe(200);
    expect(heard).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  test('passes over what is no JSON, and over a listener that fails', async () => {
    const heard: unknown[] = [];
    await one.bus.subscribe('news', () => {
      throw new Error('a listener fails');
    });
    await one.bus.subscribe('news', (message) => heard.push(message));
    await other.redis.commands.publish('news', '{broken');
    await other.bus.publish('news', 2);
    await expect.poll(() => heard).toEqual([2]);
  });

  test('hears nothing more once it is told so', async () => {
    const heard: unknown[] = [];
    const end = await one.bus.subscribe('news', (message) => heard.push(message));
    await one.bus.follow('{r:1}:live', (message) => heard.push(message));
    end();
    one.bus.unfollow('{r:1}:live');
    await other.bus.publish('news', 1);
    await other.redis.commands.spublish('{r:1}:live', '1');
    await one.redis.subscriber.ping();
    expect(heard).toEqual([]);
  });

  test('is whole again after its line was cut, and says that something may be missing', async () => {
    const heard: unknown[] = [];
    let gaps = 0;
    one.bus.onGap(() => gaps++);
    await one.bus.subscribe('news', (message) => heard.push(message));
    await one.bus.follow('{r:1}:live', (message) => heard.push(message));
    expect(gaps).toBe(0);
    await cutSubscribers();
    await expect.poll(() => gaps).toBe(1);
    await expect
      .poll(async () => {
        await other.bus.publish('news', 'plain');
        await other.redis.commands.spublish('{r:1}:live', '"shard"');
        return [...new Set(heard)].sort();
      })
      .toEqual(['plain', 'shard']);
  });
});

describe('the cache', () => {
  const loads = { count: 0 };
  const load = () => Promise.resolve({ n: ++loads.count });
  const read = ({ cache }: Instance) => cache.get('profile:7', ['profiles', 'profile:7'], load);

  test('keeps what was read, and what was written', async () => {
    const first = await read(one);
    expect(await read(one)).toBe(first);
    const written = { n: -1 };
    one.cache.put('profile:7', ['profile:7'], written);
    expect(await read(one)).toBe(written);
  });

  test('drops a tag here at once and on the other instance within 100 ms', async () => {
    const samples: number[] = [];
    for (let round = 0; round < 20; round++) {
      const [here, there] = await Promise.all([read(one), read(other)]);
      const began = performance.now();
      await one.cache.invalidate('profile:7');
      expect(await read(one)).not.toBe(here);
      while ((await read(other)) === there) await new Promise((resolve) => setTimeout(resolve, 1));
      samples.push(performance.now() - began);
    }
    expect(Math.max(...samples)).toBeLessThan(100);
  });

  test('drops only what bears the tag', async () => {
    const kept = { n: 1 };
    one.cache.put('product:A', ['catalogue'], kept);
    one.cache.put('profile:8', ['profiles', 'profile:8'], { n: 2 });
    await one.cache.invalidate('profiles');
    expect(await one.cache.get('product:A', ['catalogue'], load)).toBe(kept);
    expect(await one.cache.get('profile:8', ['profiles'], load)).not.toEqual({ n: 2 });
  });

  test('does not keep what was being read while it changed', async () => {
    let finish: (value: { n: number }) => void = () => undefined;
    const old = one.cache.get('k', ['t'], () => new Promise<{ n: number }>((resolve) => (finish = resolve)));
    await one.cache.invalidate('t');
    finish({ n: 0 });
    expect(await old).toEqual({ n: 0 });
    expect(await one.cache.get('k', ['t'], () => Promise.resolve({ n: 1 }))).toEqual({ n: 1 });
  });

  test('does not keep what failed to load', async () => {
    await expect(one.cache.get('k', ['t'], () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await one.cache.get('k', ['t'], () => Promise.resolve({ n: 1 }))).toEqual({ n: 1 });
  });

  test('does not keep what was being read while words may have been lost', async () => {
    let finish: (value: { n: number }) => void = () => undefined;
    const old = one.cache.get('k', ['t'], () => new Promise<{ n: number }>((resolve) => (finish = resolve)));
    const gap = new Promise<void>((resolve) => one.bus.onGap(resolve));
    await cutSubscribers();
    await gap;
    finish({ n: 0 });
    expect(await old).toEqual({ n: 0 });
    expect(await one.cache.get('k', ['t'], () => Promise.resolve({ n: 1 }))).toEqual({ n: 1 });
  });

  test('forgets everything when words may have been lost', async () => {
    const first = await read(one);
    await cutSubscribers();
    await expect.poll(() => read(one)).not.toBe(first);
  });
});
