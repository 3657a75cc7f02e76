import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, Manager, type Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Result } from '#contract/result';
import { GENERAL } from '#domain/chat/room';
import { startTestApp, type TestApp } from '#server/testing';

let site: TestApp;
let server: Server;
let url: string;
const sockets: Socket[] = [];
const lines: { close(): unknown }[] = [];

async function start(limits: Record<string, number> = {}): Promise<void> {
  site = await startTestApp({ env: { TAPLINE_LIMITS: JSON.stringify(limits) } });
  server = createServer();
  site.app.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(() => start());
afterEach(stop);

async function stop(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const line of lines.splice(0)) line.close();
  await site.stop();
  server.close();
}

async function restart(limits: Record<string, number>): Promise<void> {
  await stop();
  await start(limits);
}

async function guest(handle: string): Promise<string> {
  const { token } = await site.app.door.signIn({ address: '127.0.0.1', username: handle });
  return token;
}

async function open(token: string): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token } });
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** A line on which nobody has said yet who they are; what is sent is in Socket.IO's own writing. */
async function openLine() {
  const manager = new Manager(url, { transports: ['websocket'], reconnection: false, autoConnect: false });
  await new Promise<void>((resolve, reject) => manager.open((error) => (error ? reject(error) : resolve())));
  const { engine } = manager;
  lines.push(engine);
  const heard: string[] = [];
  engine.on('message', (frame) => heard.push(String(frame)));
  const closed = new Promise<true>((resolve) => engine.once('close', () => resolve(true)));
  return { send: (frame: string) => engine.write(frame), heard, closed };
}

const signIn = (token: string): string => `0${JSON.stringify({ token })}`;

const soon = (): Promise<false> => sleep(2_000, false);

const ask = async (socket: Socket, name: string, payload: unknown): Promise<string> => {
  const result = (await socket.timeout(10_000).emitWithAck(name, payload)) as Result<unknown>;
  return result.ok ? 'ok' : result.error.code;
};

const post = (socket: Socket, body = 'hello'): Promise<string> =>
  ask(socket, 'message:post', { roomId: GENERAL, id: v7(), body });

const tally = (outcomes: string[]): Record<string, number> =>
  outcomes.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {});

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Stops reading, as a phone does whose radio has gone. */
const stopReading = (socket: Socket): void => {
  const { ws } = socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } };
  ws._socket.pause();
};

test('a socket that asks too often is told so, and asks again a little later; others are not held up', async () => {
  const [busy, calm] = [await open(await guest('busy')), await open(await guest('calm'))];
  const answers = Promise.all(many(600, () => ask(busy, 'presence:list', { roomId: GENERAL })));
  expect(await ask(calm, 'presence:list', { roomId: GENERAL })).toBe('ok');
  const { ok = 0, too_many_requests: refused = 0 } = tally(await answers);
  expect(ok + refused).toBe(600);
  expect(ok).toBeGreaterThanOrEqual(500);
  expect(ok).toBeLessThan(600); // what comes in within the answers' own time may pass
  await sleep(100);
  expect(await ask(busy, 'presence:list', { roomId: GENERAL })).toBe('ok');
});

test('a person posts so much at once, on however many devices, and then so much a second', async () => {
  const token = await guest('talker');
  const devices = await Promise.all([open(token), open(token)]);
  const outcomes = tally(await Promise.all(many(300, (n) => post(devices[n % 2] as Socket))));
  expect(outcomes['ok']).toBeGreaterThanOrEqual(200);
  expect(outcomes['ok']).toBeLessThan(260);
  expect(outcomes['too_many_requests']).toBe(300 - (outcomes['ok'] ?? 0));
  expect(await ask(devices[0], 'room:list', {})).toBe('ok'); // reading goes on
  await sleep(200);
  expect(await post(devices[0])).toBe('ok');
});

test('what one address asks on many sockets is counted together', async () => {
  await restart({ commandsPerAddress: 50 });
  const people = await Promise.all(many(10, async (n) => open(await guest(`rider ${n}`))));
  const asked = people.flatMap((socket) => many(10, () => ask(socket, 'presence:list', { roomId: GENERAL })));
  const { ok = 0 } = tally(await Promise.all(asked));
  expect(ok).toBeGreaterThanOrEqual(50);
  expect(ok).toBeLessThan(80);
});

test('a socket that floods is closed; its client may come again', async () => {
  const token = await guest('flood');
  const flood = await open(token);
  const closed = new Promise((resolve) => flood.once('disconnect', resolve));
  for (let n = 0; n < 5_000; n++) flood.emit('typing:set', { roomId: GENERAL });
  await closed;
  expect(await post(await open(token))).toBe('ok');
});

test('a line carries one socket, however often it says that it connects before the first is in', async () => {
  const line = await openLine();
  const token = await guest('many');
  for (let n = 0; n < 50; n++) line.send(signIn(token));
  expect(await Promise.race([line.closed, soon()])).toBe(true);
  expect(line.heard.filter((frame) => frame.startsWith('0')).length).toBeLessThanOrEqual(1);
  expect(await post(await open(token))).toBe('ok');
});

test('a line that is in already says in vain that it connects, and is closed', async () => {
  const line = await openLine();
  const token = await guest('twice');
  line.send(signIn(token));
  await expect.poll(() => line.heard[0]).toMatch(/^0\{"sid"/);
  line.send(signIn(token));
  expect(await Promise.race([line.closed, soon()])).toBe(true);
});

test('who is refused may ask again on the same line', async () => {
  const line = await openLine();
  line.send(signIn('nobody'));
  await expect.poll(() => line.heard).toEqual([expect.stringContaining('unauthenticated')]);
  line.send(signIn(await guest('late')));
  await expect.poll(() => line.heard[1]).toMatch(/^0\{"sid"/);
});

test('a line that floods before anybody has said who they are is closed', async () => {
  const line = await openLine();
  for (let n = 0; n < 5_000; n++) line.send('0/nowhere,');
  expect(await Promise.race([line.closed, soon()])).toBe(true);
});

test('one address may hold so many lines; one that closes makes room', async () => {
  await restart({ linesPerAddress: 3 });
  const held = await Promise.all(many(3, openLine));
  expect(await Promise.race([(await openLine()).closed, soon()])).toBe(true);
  lines[0]?.close();
  await held[0]?.closed;
  await expect
    .poll(async () => Promise.race([(await openLine()).closed, sleep(300, false)]), { timeout: 5_000 })
    .toBe(false);
  expect(await Promise.race([held[1]?.closed, sleep(100, false)])).toBe(false);
});

test('what one person asks on many sockets is counted together', async () => {
  await restart({ commandsPerPerson: 50 });
  const token = await guest('everywhere');
  const devices = await Promise.all(many(10, () => open(token)));
  const asked = devices.flatMap((socket) =>
    many(10, () => ask(socket, 'presence:list', { roomId: GENERAL })),
  );
  const { ok = 0 } = tally(await Promise.all(asked));
  expect(ok).toBeGreaterThanOrEqual(50);
  expect(ok).toBeLessThan(80);
  expect(await ask(await open(await guest('another')), 'presence:list', { roomId: GENERAL })).toBe('ok');
});

test('more than can be under way is refused at once', async () => {
  await restart({ commandsUnderWay: 20 });
  const socket = await open(await guest('crowd'));
  const outcomes = tally(await Promise.all(many(200, () => ask(socket, 'room:list', {}))));
  expect(outcomes['unavailable']).toBeGreaterThan(0);
  expect(outcomes['ok']).toBeGreaterThanOrEqual(20);
  expect(await ask(socket, 'room:list', {})).toBe('ok');
});

test('who does not take what they are sent is let go, and nobody else notices', async () => {
  await restart({ unsentBytes: 200_000, postsPerPerson: 10_000, postBurst: 10_000 });
  const [slow, quick, writer] = [
    await open(await guest('slow')),
    await open(await guest('quick')),
    await open(await guest('writer')),
  ];
  const heard = new Set<string>();
  quick.on('message:posted', ({ messages }: { messages: { id: string }[] }) => {
    for (const { id } of messages) heard.add(id);
  });
  await ask(slow, 'room:list', {});
  const connections = () => site.app.presence.online();
  expect(await connections()).toHaveLength(3);
  stopReading(slow);
  let sent = 0;
  // Beyond what the systems on both sides hold for it.
  while ((await connections()).length === 3 && sent < 6_000) {
    const outcomes = await Promise.all(many(100, () => post(writer, 'x'.repeat(4_000))));
    expect(tally(outcomes)).toEqual({ ok: 100 });
    sent += 100;
    await sleep(150);
  }
  expect(await connections()).toHaveLength(2);
  await expect.poll(() => heard.size, { timeout: 5_000 }).toBe(sent);
}, 60_000);
