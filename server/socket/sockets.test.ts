import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { v4 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commandSchemas } from '#contract/events';
import type { Result } from '#contract/result';
import { GENERAL } from '#domain/chat/room';
import { DEMO_API_KEY } from '#server/accounts/authenticate';
import type { LoggedEvent, MonitorView } from '#contract/transit';
import { openTestApp, startTestApp, type TestApp } from '#server/testing';

let site: TestApp;
let server: Server;
let url: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  site = await startTestApp();
  server = createServer();
  site.app.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await site.stop();
  server.close();
});

function open(
  token: unknown = DEMO_API_KEY,
  headers: Record<string, string> = {},
  to = url,
  as?: unknown,
): Socket {
  const socket = io(to, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token, ...(as !== undefined && { as }) },
    extraHeaders: headers,
  });
  sockets.push(socket);
  return socket;
}

const connected = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('connect_error', reject);
  });

const ask = <T>(socket: Socket, name: string, ...payload: unknown[]): Promise<Result<T>> =>
  socket.timeout(10_000).emitWithAck(name, ...payload) as Promise<Result<T>>;

describe('the handshake', () => {
  test.each([[null], [''], ['nobody'], [7], [{ token: 'x' }], ['x'.repeat(300)]])(
    'refuses the token %j and says why',
    async (token) => {
      await expect(connected(open(token))).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
    },
  );

  test('refuses a page that is not theirs who have signed in since', async () => {
    const { token, session } = await site.app.door.signIn({ address: '127.0.0.1', username: 'since' });
    for (const as of [v4(), null, { id: session.account.id }]) {
      const page = open(token, {}, url, as);
      await expect(connected(page)).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
    }
    await expect(connected(open(token, {}, url, session.account.id))).resolves.toBeTruthy();
  });

  test('refuses pages of other sites and foreign names', async () => {
    await expect(connected(open(DEMO_API_KEY, { Origin: 'http://evil.example' }))).rejects.toThrow();
    await expect(connected(open(DEMO_API_KEY, { Host: 'evil.example' }))).rejects.toThrow();
    await expect(connected(open(DEMO_API_KEY, { Origin: url }))).resolves.toBeTruthy();
  });
});

/** Asks for an upgrade as no Socket.IO client does. */
function upgrade(path: string) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const head = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n`);
  return socket;
}

describe('an upgrade', () => {
  test('that is not for us is closed at once', async () => {
    const socket = upgrade('/elsewhere').resume();
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test.each(['/elsewhere', '/socket.io/?EIO=4&transport=websocket', '/socket.io/nowhere'])(
    'of %s that is reset does no harm',
    async (path) => {
      const listenElsewhere = () => undefined; // as Vite does, so that the socket stays open
      server.on('upgrade', listenElsewhere);
      const socket = upgrade(path);
      await sleep(50);
      socket.resetAndDestroy();
      await sleep(50); // an unhandled error would fail the run
      server.off('upgrade', listenElsewhere);
      await expect(connected(open())).resolves.toBeTruthy();
    },
  );

  test('that is refused is closed, though the other side holds on to it', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const answer: string[] = [];
    socket.on('data', (data) => answer.push(data.toString()));
    const head = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    const path = '/socket.io/?EIO=4&transport=websocket';
    const accepted = new Promise<Duplex>((resolve) => server.once('connection', resolve));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\n${head}\r\n\r\n`);
    await new Promise((resolve) => socket.once('end', resolve));
    expect(answer.join('')).toMatch(/^HTTP\/1\.1 403 /);
    const ours = await accepted;
    await expect.poll(() => ours.destroyed).toBe(true);
    socket.destroy();
  });

  test('leaves nothing of ours on the server once the App is closed', async () => {
    const other = createServer();
    const before = listenersOf(other);
    const app = await openTestApp(site.redis.url);
    app.attach(other);
    await app.close();
    expect(listenersOf(other)).toEqual(before);
  });
});

const listenersOf = (emitter: Server) =>
  emitter.eventNames().map((name) => [name, emitter.listenerCount(name)]);

const malformed: [string, unknown][] = [
  ['null', null],
  ['a number', 7],
  ['a string', 'x'],
  ['an array', [1, 2]],
  ['an empty array', []],
  ['bytes', Buffer.from([1, 2, 3])],
  ['__proto__', JSON.parse('{"__proto__":{"tapId":"x"}}')],
  [
    'objects where strings belong',
    {
      tapId: {},
      cardId: {},
      saleId: {},
      product: {},
      payment: {},
      cursor: {},
      roomId: {},
      id: {},
      userId: {},
    },
  ],
  [
    'arrays where strings belong',
    {
      tapId: ['a'],
      cardId: ['A'],
      saleId: [1],
      product: [],
      cursor: ['1-0'],
      roomId: [GENERAL],
      cursors: [],
    },
  ],
  [
    'braces in a room',
    { roomId: '{r:1}', id: v4(), body: 'x', userId: '{u:1}', cursors: { '{r:1}': 1 }, cursor: 1 },
  ],
  [
    'a lower-case card',
    { tapId: v4(), saleId: v4(), cardId: '04ab', product: 'TEN_TRIP', payment: 'cash', cursor: 'x' },
  ],
  [
    'braces in a card',
    { tapId: v4(), saleId: v4(), cardId: '{t}', product: 'TEN_TRIP', payment: 'cash', cursor: '{t}' },
  ],
];

// `room:list` asks for nothing, so that any object will do.
const shapesFor = (name: string) => malformed.filter(([, shape]) => name !== 'room:list' || !isObject(shape));
const isObject = (shape: unknown): boolean => Object.prototype.toString.call(shape) === '[object Object]';

describe.each(Object.keys(commandSchemas))('%s', (name) => {
  test.each(shapesFor(name))('answers %s with invalid', async (_, payload) => {
    const socket = await connected(open());
    expect(await ask(socket, name, payload)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(socket.connected).toBe(true);
  });

  test('answers a missing payload with invalid, where one is needed', async () => {
    const socket = await connected(open());
    const answer = await ask(socket, name);
    if (name === 'room:list') expect(answer).toMatchObject({ ok: true });
    else expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  test('ignores one that asks for no answer', async () => {
    const socket = await connected(open());
    socket.emit(name, { tapId: v4(), cardId: '04AB' });
    expect(await ask(socket, 'card:lookup', { cardId: '04AB' })).toMatchObject({ ok: true });
  });
});

describe('sockets', () => {
  test.each([
    ['no characters', ''],
    ['nothing but white space', ' \n '],
    ['more than 4,000 characters', 'x'.repeat(4_001)],
  ])('refuse a message of %s', async (_, body) => {
    const socket = await connected(open());
    const message = { roomId: GENERAL, id: v4(), body };
    expect(await ask(socket, 'message:post', message)).toMatchObject({ error: { code: 'invalid' } });
  });

  test('answer a command that does not exist with invalid', async () => {
    const socket = await connected(open());
    for (const name of ['tap:steal', 'constructor', '__proto__', 'error']) {
      expect(await ask(socket, name, {})).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }
  });

  test('close on a frame of a megabyte, and take the client back', async () => {
    const socket = await connected(open());
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    const back = new Promise((resolve) => socket.io.once('reconnect', resolve));
    socket.emit('tap:present', { tapId: 'x'.repeat(1_000_000) }, () => undefined);
    await closed;
    await back;
    expect(await ask(socket, 'card:lookup', { cardId: '04AB' })).toMatchObject({ ok: true });
  });

  test('carry a sale and a tap to those who watch, in order, after the history', async () => {
    const [till, monitor] = await Promise.all([connected(open()), connected(open())]);
    const heard: [string, LoggedEvent][] = [];
    monitor.onAny((name: string, event: LoggedEvent) => heard.push([name, event]));
    const watched = await ask<MonitorView>(monitor, 'monitor:watch', {});
    const [saleId, tapId, cardId] = [v4(), v4(), 'C0FFEE'];
    await ask(till, 'sale:complete', { saleId, cardId, product: 'TEN_TRIP', payment: 'cash' });
    expect(await ask(till, 'tap:present', { tapId, cardId })).toEqual({
      ok: true,
      data: { tapId, granted: true, reason: 'ok', product: 'TEN_TRIP', tripsRemaining: 9 },
    });
    await expect
      .poll(() => heard.map(([name, { id }]) => [name, id]))
      .toEqual([
        ['pass:issued', saleId],
        ['tap:decided', tapId],
      ]);
    const cursor = watched.ok ? watched.data.cursor : '';
    const caughtUp = await ask<MonitorView>(monitor, 'monitor:watch', { cursor });
    expect(caughtUp.ok && caughtUp.data.events).toEqual(heard.map(([, event]) => event));
  });

  test('leave no hole between the history and what is live', async () => {
    const till = await connected(open());
    for (let round = 0; round < 30; round++) {
      const monitor = await connected(open());
      const heard = new Set<string>();
      monitor.onAny((_: string, { id }: LoggedEvent) => heard.add(id));
      const taps = Array.from({ length: 10 }, () => ({ tapId: v4(), cardId: 'C0FFED' }));
      const tapping = taps.map((tap) => ask(till, 'tap:present', tap));
      const watched = await ask<MonitorView>(monitor, 'monitor:watch', {});
      await Promise.all(tapping);
      if (watched.ok) for (const { id } of watched.data.events) heard.add(id);
      const missing = () => taps.filter(({ tapId }) => !heard.has(tapId));
      await expect.poll(missing, { interval: 5 }).toEqual([]);
      monitor.disconnect();
    }
  });

  test('answer what is in flight when the App hangs up, refuse what comes then, and go', async () => {
    const app = await openTestApp(site.redis.url);
    const other = createServer();
    app.attach(other);
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const socket = await connected(open(DEMO_API_KEY, {}, `http://127.0.0.1:${port}`));
    const taps = Array.from({ length: 100 }, () => ({ tapId: v4(), cardId: 'C0FFEE' }));
    const answers = taps.map((tap) => ask(socket, 'tap:present', tap));
    await answers[0];
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    const hungUp = app.hangUp();
    answers.push(ask(socket, 'card:lookup', { cardId: 'C0FFEE' }));
    const results = await Promise.all(answers);
    expect(
      results.slice(0, -1).filter((result) => !result.ok && result.error.code !== 'unavailable'),
    ).toEqual([]);
    expect(results[0]).toMatchObject({ ok: true });
    expect(results.at(-1)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await hungUp;
    await expect(gone).resolves.toBe('transport close');
    await app.close();
    other.close();
  });

  test('tell nobody who does not watch', async () => {
    const [till, bystander] = await Promise.all([connected(open()), connected(open())]);
    const heard: string[] = [];
    bystander.onAny((name: string) => heard.push(name));
    await ask(till, 'tap:present', { tapId: v4(), cardId: 'C0FFEF' });
    await ask(bystander, 'card:lookup', { cardId: 'C0FFEF' });
    expect(heard).toEqual([]);
  });
});
