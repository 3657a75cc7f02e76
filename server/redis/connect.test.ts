import { connect as dial, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connectRedis, type RedisConnections } from './connect';
import { startTestRedis, type TestRedis } from './testing';

const log = pino({ level: 'silent' });
let store: TestRedis;
let way: Way;
let redis: RedisConnections | undefined;

beforeAll(async () => {
  store = await startTestRedis();
});
afterAll(() => store.stop());
afterEach(async () => {
  await redis?.close();
  redis = undefined;
  way.close();
});

/** A way to Redis that a test can close, and make silent as a cut cable does: no reset, no answer. */
interface Way {
  url: string;
  open(): Promise<void>;
  /** In how many pieces commands have come so far. */
  pieces(): number;
  silence(): void;
  close(): void;
}

async function wayTo(redisUrl: string): Promise<Way> {
  const target = new URL(redisUrl);
  const sockets = new Set<Socket>();
  let pieces = 0;
  const server = createServer((near) => {
    near.on('data', () => pieces++);
    const far = dial(Number(target.port), target.hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return {
    url: Object.assign(new URL(redisUrl), { port }).href,
    open: () => listen(port),
    pieces: () => pieces,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
      sockets.clear();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('waits for a Redis that comes later', async () => {
  way = await wayTo(store.url);
  const connecting = connectRedis(way.url, log);
  await sleep(1_500); // longer than commands would be tried
  await way.open();
  redis = await connecting;
  expect(await redis.commands.ping()).toBe('PONG');
});

test.each([
  ['wrong', /^REDIS_URL: WRONGPASS/],
  ['', /^REDIS_URL: NOAUTH/],
])('does not wait for a Redis that refuses the password "%s"', async (password, message) => {
  way = await wayTo(store.url);
  await way.open();
  const wrong = Object.assign(new URL(way.url), { password }).href;
  await expect(connectRedis(wrong, log)).rejects.toThrow(message);
});

test('leaves a connection on which nothing comes any more', { timeout: 30_000 }, async () => {
  way = await wayTo(store.url);
  await way.open();
  redis = await connectRedis(way.url, log);
  const { commands, follower } = redis;
  const read = () => follower.xread('COUNT', 1, 'BLOCK', 200, 'STREAMS', 'log', '$');
  const reading = read();
  way.silence();
  await expect(commands.ping()).rejects.toThrow('timed out');
  await expect.poll(() => commands.ping().catch(String), { timeout: 5_000, interval: 100 }).toBe('PONG');
  expect(await reading).toBeNull();
  await expect
    .poll(() => Promise.race([follower.ping(), sleep(500)]), { timeout: 10_000, interval: 100 })
    .toBe('PONG');
});

test('leaves a subscription in peace on which nothing comes for a while', async () => {
  way = await wayTo(store.url);
  await way.open();
  redis = await connectRedis(way.url, log);
  const { commands, subscriber } = redis;
  const heard: string[] = [];
  let lost = 0;
  subscriber.on('message', (_, text: string) => heard.push(text)).on('close', () => lost++);
  await subscriber.subscribe('news');
  await sleep(2_500); // longer than a subscription may take
  await commands.publish('news', 'at last');
  await expect.poll(() => heard).toEqual(['at last']);
  expect(lost).toBe(0);
});

test('waits a moment for a Redis that comes back, and refuses at once when it stays away', async () => {
  way = await wayTo(store.url);
  await way.open();
  redis = await connectRedis(way.url, log);
  const { commands } = redis;
  const ping = () => commands.ping().catch(String);
  const lost = new Promise((resolve) => commands.once('close', resolve));
  way.close();
  await lost;
  const began = performance.now();
  expect(await ping()).toMatch(/timed out|max retries/);
  expect(performance.now() - began).toBeLessThan(1_000);
  await expect.poll(ping, { timeout: 2_000 }).toContain('enableOfflineQueue');

  await way.open();
  await new Promise((resolve) => commands.once('ready', resolve));
  expect(await ping()).toBe('PONG');
});

test('what is asked in one turn goes out in one piece, and each is answered', async () => {
  way = await wayTo(store.url);
  await way.open();
  redis = await connectRedis(way.url, log);
  const { commands } = redis;
  const before = way.pieces();
  const names = Array.from({ length: 100 }, (_, n) => `piece ${n}`);
  expect(await Promise.all(names.map((name) => commands.echo(name)))).toEqual(names);
  expect(way.pieces() - before).toBeLessThanOrEqual(3);
  expect(await commands.echo('alone')).toBe('alone');
});
