import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { io } from 'socket.io-client';
import { v4, v7 } from 'uuid';
import type { HistoryPage, RoomList } from '#contract/chat';
import { GENERAL } from '#domain/chat/room';
import { request } from './api';
import { operator } from './operator';
import { login, loginAs, openLine, type Line } from './sessions';
import { expect, test } from './test';

const KEY = { Authorization: 'Bearer tapline-demo' };

async function get(origin: string, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}/api/v1/${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('a session and an API key read rooms and people over HTTP, each what is theirs', async ({
  startServer,
}) => {
  const { origin } = await startServer();
  const joe = await loginAs(origin, 'joe');
  const own = { 'x-session-id': joe.sessionId };
  const cookie = { Cookie: `tapline_session=${joe.sessionId}` };

  expect(await get(origin, 'me', own)).toEqual({ status: 200, body: joe.user });
  expect(await get(origin, 'me', cookie)).toEqual({ status: 200, body: joe.user });
  expect(await get(origin, 'me', { Authorization: `Bearer ${joe.sessionId}` })).toMatchObject({
    body: joe.user,
  });
  expect(await get(origin, 'me', KEY)).toMatchObject({ status: 200, body: { id: null, name: 'demo' } });

  const mine = (await get(origin, 'rooms', own)).body as unknown as RoomList;
  expect(mine.rooms.map(({ name }) => name)).toEqual(expect.arrayContaining(['General', 'Operations']));
  const open = (await get(origin, 'rooms', KEY)).body as unknown as RoomList;
  expect(open.rooms.every(({ kind }) => kind === 'public')).toBe(true);

  const operations = mine.rooms.find(({ name }) => name === 'Operations');
  const path = `rooms/${operations?.id ?? ''}/messages`;
  expect((await get(origin, path, own)).status).toBe(200);
  expect(await get(origin, path, KEY)).toMatchObject({ status: 404, body: { code: 'not_found' } });

  const { messages } = (await get(origin, `rooms/${GENERAL}/messages`, KEY)).body as unknown as HistoryPage;
  const last = messages.at(-1)?.seq ?? 0;
  const older = (await get(origin, `rooms/${GENERAL}/messages?before=${last}&limit=2`, KEY)).body;
  expect(older).toMatchObject({ messages: messages.slice(-3, -1), more: true });

  const line = await openLine(origin, joe.sessionId);
  const { id, name, role, guest } = joe.user;
  const online = async () => (await get(origin, 'users/online', own)).body['users'];
  await expect.poll(online).toEqual([{ id, name, role, guest }]);
  expect(await get(origin, `users?ids=${id},${v4()}`, KEY)).toEqual({
    status: 200,
    body: { users: [{ id, name, role, guest }] },
  });
  line.socket.disconnect();
});

test('what makes no sense over HTTP is told so', async ({ server }) => {
  const cases: [path: string, headers: Record<string, string>, status: number, code: string][] = [
    ['me', {}, 401, 'unauthenticated'],
    ['rooms', { 'x-session-id': 'nobody' }, 401, 'unauthenticated'],
    ['rooms', { Authorization: 'Bearer nobody' }, 401, 'unauthenticated'],
    ['users/online', {}, 401, 'unauthenticated'],
    [`rooms/${v4()}/messages`, KEY, 404, 'not_found'],
    ['rooms/{r:1}/messages', KEY, 400, 'invalid'],
    [`rooms/${GENERAL}/messages?limit=101`, KEY, 400, 'invalid'],
    [`rooms/${GENERAL}/messages?before=-1`, KEY, 400, 'invalid'],
    [`rooms/${GENERAL}/messages?before=x`, KEY, 400, 'invalid'],
    ['users', KEY, 400, 'invalid'],
    ['users?ids=1,2', KEY, 400, 'invalid'],
    [`users?ids=${Array.from({ length: 65 }, () => v4()).join()}`, KEY, 400, 'invalid'],
  ];
  for (const [path, headers, status, code] of cases) {
    expect(await get(server.origin, path, headers), path).toMatchObject({ status, body: { code } });
  }
});

test('visitors read public rooms, live, when the site lets them, and nothing else', async ({
  startServer,
  dataDir,
}) => {
  const { origin } = await startServer({ dataDir });
  await expect(openLine(origin, '')).rejects.toThrow();
  const visit = () => io(origin, { transports: ['websocket'], forceNew: true });
  const refused = visit();
  const error = await new Promise<{ data?: unknown }>((resolve) => refused.once('connect_error', resolve));
  expect(error.data).toEqual({ code: 'unauthenticated' });
  refused.disconnect();

  await operator({ DATA_DIR: dataDir, TAPLINE_DEMO: '1' }, 'settings', 'anonymousReading=on');
  await sleep(100); // on every instance within that time
  const visitor = visit();
  await new Promise<void>((resolve) => visitor.once('connect', resolve));
  const { rooms } = await request(visitor, 'room:list', {});
  expect(rooms.map(({ name }) => name).sort()).toEqual(['General', 'Lost and found']);
  const heard: string[] = [];
  visitor.onAny((name: string) => heard.push(name));
  const mary = await openLine(origin, (await loginAs(origin, 'mary')).sessionId);
  await request(mary.socket, 'message:post', { roomId: GENERAL, id: v7(), body: 'good morning' });
  await expect.poll(() => heard).toEqual(['message:posted']);
  const post = request(visitor, 'message:post', { roomId: GENERAL, id: v7(), body: 'hello' });
  await expect(post).rejects.toThrow('unauthenticated');
  expect((await get(origin, 'rooms')).status).toBe(200);
  expect((await get(origin, 'users/online')).status).toBe(401);
  const tap = await fetch(`${origin}/api/v1/taps`, {
    method: 'POST',
    body: '{}',
    headers: { 'Content-Type': 'application/json' },
  });
  expect(tap.status).toBe(401);
  for (const socket of [visitor, mary.socket]) socket.disconnect();
});

test('a busy room sends few frames for many messages, in their order; a quiet one sends at once', async ({
  pair,
}) => {
  const [mary, joe] = await Promise.all([loginAs(pair.one.origin, 'mary'), loginAs(pair.one.origin, 'joe')]);
  const writer = await openLine(pair.one.origin, mary.sessionId);
  const readers = await Promise.all([
    openLine(pair.one.origin, joe.sessionId),
    openLine(pair.other.origin, joe.sessionId),
  ]);
  for (const line of [writer, ...readers]) await request(line.socket, 'room:list', {});
  const revs = (line: Line) =>
    line.heard('message:posted').flatMap(({ messages }) => messages.map(({ rev }) => rev));

  for (let n = 0; n < 5; n++) {
    await request(writer.socket, 'message:post', { roomId: GENERAL, id: v7(), body: `quiet ${n}` });
    await sleep(60);
  }
  for (const line of readers) expect(line.heard('message:posted')).toHaveLength(5);

  const MANY = 300;
  const began = performance.now();
  const posts = Array.from({ length: MANY }, (_, n) =>
    request(writer.socket, 'message:post', { roomId: GENERAL, id: v7(), body: `busy ${n}` }),
  );
  await Promise.all(posts);
  const tookMs = performance.now() - began;
  for (const line of readers) {
    await expect.poll(() => revs(line)).toHaveLength(5 + MANY);
    const first = revs(line)[0] ?? 0;
    expect(revs(line)).toEqual(Array.from({ length: 5 + MANY }, (_, n) => first + n));
    // At most one frame in 20 ms, and the one that begins.
    expect(line.heard('message:posted').length - 5).toBeLessThanOrEqual(tookMs / 20 + 5);
    for (const { rev, messages } of line.heard('message:posted')) expect(rev).toBe(messages.at(-1)?.rev);
  }
  for (const { socket } of [writer, ...readers]) socket.disconnect();
});

test('a notification reaches one person or everybody, on every server; what is none reaches nobody', async ({
  pair,
}) => {
  const [mary, guest] = await Promise.all([
    loginAs(pair.one.origin, 'mary'),
    login(pair.one.origin, { handle: 'passing by' }),
  ]);
  const [here, there, other] = await Promise.all([
    openLine(pair.one.origin, mary.sessionId),
    openLine(pair.other.origin, mary.sessionId),
    openLine(pair.other.origin, guest.sessionId),
  ]);
  for (const { socket } of [here, there, other]) await request(socket, 'room:list', {});
  const kinds = () => [here, there, other].map((line) => line.heard('notification').map(({ kind }) => kind));

  await loginAs(pair.other.origin, 'mary');
  await expect.poll(kinds).toEqual([['signed-in-elsewhere'], ['signed-in-elsewhere'], []]);
  await operator({ REDIS_URL: pair.redis.url, TAPLINE_DEMO: '1' }, 'announce', 'The 14:02 is late <b>');
  const all = ['signed-in-elsewhere', 'announcement'];
  await expect.poll(kinds).toEqual([all, all, ['announcement']]);
  expect(other.heard('notification')[0]).toMatchObject({
    kind: 'announcement',
    text: 'The 14:02 is late <b>',
  });

  const redis = new Redis(pair.redis.url);
  for (const junk of ['{broken', '7', '{"kind":"announcement"}', '{"kind":"other","id":"1","at":"x"}']) {
    await redis.publish('user:all', junk);
  }
  await request(here.socket, 'message:post', { roomId: GENERAL, id: v7(), body: 'still here' });
  await expect.poll(() => there.heard('message:posted').length).toBe(1);
  expect(kinds()).toEqual([all, all, ['announcement']]);
  for (const { socket } of [here, there, other]) socket.disconnect();
  redis.disconnect();
});

test('a lost subscription loses nothing: what was said meanwhile shows in the heads', async ({ pair }) => {
  const [mary, joe] = await Promise.all([loginAs(pair.one.origin, 'mary'), loginAs(pair.one.origin, 'joe')]);
  const writer = await openLine(pair.one.origin, mary.sessionId);
  const reader = await openLine(pair.other.origin, joe.sessionId);
  for (const { socket } of [writer, reader]) await request(socket, 'room:list', {});
  const redis = new Redis(pair.redis.url);
  const clients = ((await redis.client('LIST')) as string).split('\n');
  const subscribers = clients.filter((line) => line.includes('name=tapline-subscriber'));
  expect(subscribers).toHaveLength(2);

  await Promise.all(subscribers.map((line) => redis.client('KILL', 'ID', /id=(\d+)/.exec(line)?.[1] ?? '')));
  const { rev } = await request(writer.socket, 'message:post', {
    roomId: GENERAL,
    id: v7(),
    body: 'unheard',
  });
  await expect
    .poll(() => reader.heard('room:heads').some(({ heads }) => heads[GENERAL] === rev), { timeout: 5_000 })
    .toBe(true);
  await request(writer.socket, 'message:post', { roomId: GENERAL, id: v7(), body: 'heard again' });
  await expect
    .poll(() => reader.heard('message:posted').flatMap(({ messages }) => messages.map(({ body }) => body)))
    .toContain('heard again');
  const { rooms } = await request(reader.socket, 'room:resume', { cursors: { [GENERAL]: rev - 1 } });
  expect(rooms[GENERAL]?.messages.map(({ body }) => body)).toEqual(['unheard', 'heard again']);
  for (const { socket } of [writer, reader]) socket.disconnect();
  redis.disconnect();
});
