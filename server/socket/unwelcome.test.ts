import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { io, Manager, type Socket } from 'socket.io-client';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Result } from '#contract/result';
import { GENERAL } from '#domain/chat/room';
import { sessionCookieName } from '#contract/accounts';
import { channels } from '#server/redis/keys';
import { startTestApp, type TestApp } from '#server/testing';

let site: TestApp;
let server: Server;
let redis: Redis;
let port: number;

beforeAll(async () => {
  site = await startTestApp();
  redis = new Redis(site.redis.url);
  server = createServer();
  site.app.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  redis.disconnect();
  await site.stop();
  server.close();
});

const url = (): string => `http://127.0.0.1:${port}`;

const late = (what: string): Promise<never> => sleep(2_500).then(() => Promise.reject(new Error(what)));

async function signIn(name: string) {
  const { token, session } = await site.app.sessions.open(await site.app.accounts.guest(name));
  return { token, session };
}

async function openSocket(token: string): Promise<Socket> {
  const socket = io(url(), { transports: ['websocket'], forceNew: true, auth: { token } });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

const words = [
  'null',
  '7',
  '"x"',
  '[]',
  '{}',
  '{"userId":null}',
  '{"userId":{},"online":1}',
  '{"userId":["a"],"roomId":{},"seq":"x"}',
  '{"posted":null}',
  '{"posted":{}}',
  '{"posted":{"roomId":{},"seq":"1","rev":null,"at":"x","said":7}}',
  '{"left":null}',
  '{"__proto__":{"posted":1}}',
  '{"toString":1}',
  'null', // again: alone it is refused where it is heard, after others it was gathered
];

/** On the channel of Socket.IO's adapter: one of each type, among them those that would close all sockets or tell
 * of them, and no message at all. */
const adapterWords = [
  ...Array.from({ length: 14 }, (_, type) => JSON.stringify({ uid: 'x', nsp: '/', type })),
  ...Array.from({ length: 14 }, (_, type) =>
    JSON.stringify({ uid: 'x', nsp: '/', type, data: { opts: {} } }),
  ),
  // Frames that are no events: a goodbye, an answer, a refusal.
  ...[1, 3, 4].map((type) =>
    JSON.stringify({
      uid: 'x',
      nsp: '/',
      type: 3,
      data: { packet: { type, nsp: '/', data: [], id: 1 }, opts: { rooms: [], except: [] } },
    }),
  ),
  '{}',
  '{broken',
  Buffer.from([0xc0]), // null
];

test('what other programs publish on our channels harms nobody', async () => {
  const { token, session } = await signIn('listener');
  const socket = await openSocket(token);
  const heard: [string, unknown][] = [];
  await socket.timeout(3_000).emitWithAck('room:list', {});
  socket.onAny((name: string, data: unknown) => heard.push([name, data]));
  const { presence, seats, sessionsEnded, cacheInvalidated, user, room } = channels;
  for (let round = 0; round < 3; round++) {
    for (const word of words) {
      for (const channel of [
        presence,
        seats,
        sessionsEnded,
        cacheInvalidated,
        user('all'),
        user(session.account.id),
      ]) {
        await redis.publish(channel, word);
      }
      await redis.spublish(room(GENERAL), word);
    }
    for (const word of adapterWords) await redis.spublish('socket.io#/#', word);
    await sleep(60); // what is gathered is sent by then; an exception there would end the process
  }
  const message = { roomId: GENERAL, id: v4(), body: 'still here' };
  const answer = (await socket.timeout(3_000).emitWithAck('message:post', message)) as Result<unknown>;
  expect(answer.ok).toBe(true);
  await expect.poll(() => heard.filter(([name]) => name === 'message:posted').length).toBeGreaterThan(0);
  expect(heard.filter(([, data]) => !JSON.stringify(data).includes('still here'))).toEqual([]);
  socket.disconnect();
});

test('a session that ends between the upgrade and the hello lets nobody in', async () => {
  const { token } = await signIn('hesitant');
  const extraHeaders = { Cookie: `${sessionCookieName(false)}=${token}` };
  const manager = new Manager(url(), { transports: ['websocket'], extraHeaders, autoConnect: false });
  await new Promise<void>((resolve, reject) => {
    manager.open((error) => (error ? reject(error) : resolve()));
  });
  await site.app.sessions.close(token);
  const socket = manager.socket('/');
  manager.reconnection(false);
  const refused = new Promise((resolve) => {
    socket.once('connect_error', resolve);
    socket.once('disconnect', resolve);
  });
  socket.connect();
  await Promise.race([refused, late('still open')]);
  expect(socket.connected).toBe(false);
});

test.each(['/socket.io', '/socket.iox', '/socket.io/', '/socket.io?EIO=4&transport=websocket'])(
  'an upgrade of %s is answered or closed',
  async (path) => {
    const socket = connect(port, '127.0.0.1');
    const head = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n`);
    const ended = new Promise((resolve) => socket.resume().once('close', resolve));
    await Promise.race([ended, late('left hanging')]);
  },
);
