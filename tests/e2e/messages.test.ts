import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { io, type Socket } from 'socket.io-client';
import { v4, v7 } from 'uuid';
import { connect as dial, createServer, type AddressInfo, type Socket as Tcp } from 'node:net';
import { GENERAL } from '#domain/chat/room';
import type { Result } from '#contract/result';
import { startTestRedis } from '#server/redis/testing';
import { request } from './api';
import { settled } from './chat-client';
import { login, loginAs, openLine } from './sessions';
import { expect, test } from './test';

/** Stands before Redis; once told so, it keeps Redis's answers to itself. */
async function startProxy(redisUrl: string) {
  const { hostname, port, password } = new URL(redisUrl);
  const open = new Set<Tcp>();
  let mute = false;
  const proxy = createServer((client) => {
    const redis = dial(Number(port), hostname);
    for (const socket of [client, redis]) {
      open.add(socket.on('error', () => socket.destroy()));
      socket.once('close', () => [client, redis].forEach((one) => one.destroy()));
    }
    client.pipe(redis);
    redis.on('data', (chunk) => !mute && client.write(chunk));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://:${password}@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    mute: () => (mute = true),
    stop: () => {
      for (const socket of open) socket.destroy();
      proxy.close();
    },
  };
}

test('a process killed between commit and answer: sent again elsewhere, the message is there once', async ({
  startServer,
}) => {
  const redis = await startTestRedis();
  const proxy = await startProxy(redis.url);
  const env = (url: string) => ({ env: { REDIS_URL: url, TAPLINE_DEMO: '1' } });
  const doomed = await startServer(env(proxy.url));
  const other = await startServer(env(redis.url));
  const pablo = await loginAs(other.origin, 'pablo');
  const watcher = await openLine(other.origin, (await loginAs(other.origin, 'mary')).sessionId);
  const writer = await openLine(doomed.origin, pablo.sessionId);
  await request(writer.socket, 'room:list', {});

  const message = { roomId: GENERAL, id: v7(), body: 'The 14:02 leaves from platform 2' };
  const bodies = () =>
    watcher.heard('message:posted').flatMap(({ messages }) => messages.map(({ body }) => body));
  proxy.mute();
  let answered = false;
  writer.socket.emit('message:post', message, (result: Result<unknown>) => (answered = result.ok));
  await expect.poll(bodies).toContain(message.body); // committed, and heard by others
  await doomed.kill();
  expect(answered).toBe(false);

  const again = await openLine(other.origin, pablo.sessionId);
  const stored = await request(again.socket, 'message:post', message);
  const repeated = await request(again.socket, 'message:post', message);
  expect(repeated).toEqual(stored);
  const { messages } = await request(again.socket, 'message:history', { roomId: GENERAL, limit: 100 });
  expect(messages.filter(({ id }) => id === message.id)).toEqual([stored]);
  expect(bodies().filter((body) => body === message.body)).toHaveLength(1);
  for (const { socket } of [watcher, writer, again]) socket.disconnect();
  proxy.stop();
  await Promise.all([doomed.stop(), other.stop()]);
  await redis.stop();
});

test('three identical messages in one second are three', async ({ server }) => {
  const alex = await loginAs(server.origin, 'alex');
  const line = await openLine(server.origin, alex.sessionId);
  const began = Date.now();
  const posts = [1, 2, 3].map(() =>
    request(line.socket, 'message:post', { roomId: GENERAL, id: v7(), body: 'ok' }),
  );
  const stored = await Promise.all(posts);
  expect(Date.now() - began).toBeLessThan(1_000);
  expect(new Set(stored.map(({ seq }) => seq)).size).toBe(3);
  const { messages } = await request(line.socket, 'message:history', { roomId: GENERAL, limit: 100 });
  for (const message of stored) expect(messages).toContainEqual(message);
  line.socket.disconnect();
});

test('500 clients that ask before they know they are connected: none is deaf', async ({ pair }) => {
  test.setTimeout(120_000);
  const CROWD = 500;
  const origins = [pair.one.origin, pair.other.origin];
  const origin = (n: number) => origins[n % 2] ?? '';
  // Some people with many tabs: what matters here are the sockets.
  const people = await Promise.all(
    Array.from({ length: 20 }, (_, n) => login(origin(n), { handle: `rider ${n}` })),
  );
  // Redis dawdles while they come, so that whatever the server awaits takes its time.
  const redis = new Redis(pair.redis.url);
  let dawdles = true;
  const dawdling = (async () => {
    for (; dawdles; await sleep(80)) await redis.client('PAUSE', 40);
  })();

  const heard: number[] = Array.from({ length: CROWD }, () => 0);
  const sockets: Socket[] = [];
  const answers = heard.map((_, n) => {
    const token = people[n % people.length]?.sessionId;
    const socket = io(origin(n), { transports: ['websocket'], forceNew: true, auth: { token } });
    socket.on('message:posted', () => (heard[n] = (heard[n] ?? 0) + 1));
    // A server that is asked too much at once says so; whoever is turned away comes again, with what it has to ask.
    socket.on('connect_error', () => setTimeout(() => socket.connect(), 200));
    sockets.push(socket);
    // Emitted at once: the frames follow the handshake without a breath between.
    const ask = async (name: string, payload: unknown): Promise<Result<unknown>> => {
      const result = (await socket.timeout(60_000).emitWithAck(name, payload)) as Result<unknown>;
      if (result.ok || result.error.code !== 'unavailable') return result;
      await sleep(200);
      return ask(name, payload);
    };
    return Promise.all([
      ask('room:list', {}),
      ask('message:history', { roomId: GENERAL }),
      ask('room:resume', { cursors: { [GENERAL]: 0 } }),
    ]);
  });
  const results = (await Promise.all(answers)).flat();
  dawdles = false;
  await dawdling;
  expect(results).toHaveLength(3 * CROWD);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);

  heard.fill(0);
  const [first] = sockets as [Socket];
  const message = { roomId: GENERAL, id: v4(), body: 'All aboard' };
  await settled(() => request(first, 'message:post', message));
  await expect.poll(() => heard.filter((count) => count === 0).length, { timeout: 10_000 }).toBe(0);
  for (const socket of sockets) socket.disconnect();
  redis.disconnect();
});
