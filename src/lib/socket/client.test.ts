import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, expect, test, vi } from 'vitest';
import { Refusal } from '#contract/error-codes';
import { connect, type Client, type ConnectOptions } from './client.svelte';

const tap = { tapId: '01890000-0000-7000-8000-000000000001', cardId: '04A1' };
const granted = { ok: true, data: { tapId: tap.tapId, granted: true, reason: 'ok' } };

type Ack = (result: unknown) => void;
const running: { close(): unknown }[] = [];

/** A Socket.IO server on loopback; `port` 0 takes a spare one. */
async function serve(onSocket: (socket: Socket) => void, port = 0) {
  const http: HttpServer = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  io.on('connection', onSocket);
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const server = { io, port: (http.address() as AddressInfo).port, close: () => io.close() };
  running.push(server);
  return server;
}

function dial(port: number, options: ConnectOptions = {}): Client {
  const client = connect({ url: `http://127.0.0.1:${port}`, ...options });
  running.push(client);
  return client;
}

const online = (client: Client) => vi.waitFor(() => expect(client.status).toBe('online'), 8000);

afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.close();
});

test('an answer comes back as it was sent', async () => {
  const server = await serve((socket) =>
    socket.on('tap:present', (payload: unknown, ack: Ack) => ack({ ok: true, data: payload })),
  );
  const client = dial(server.port);
  expect(client.status).toBe('connecting');
  expect(await client.request('tap:present', tap)).toEqual({ ok: true, data: tap });
  expect(client.status).toBe('online');
});

test('silence: the same payload goes out again', async () => {
  const seen: unknown[] = [];
  const server = await serve((socket) =>
    socket.on('tap:present', (payload: unknown, ack: Ack) => {
      if (seen.push(payload) === 2) ack(granted);
    }),
  );
  const client = dial(server.port);
  expect(await client.request('tap:present', tap)).toEqual(granted);
  expect(seen).toEqual([tap, tap]);
});

test('a line lost before the answer: the same payload goes out on the next one', async () => {
  const seen: unknown[] = [];
  const server = await serve((socket) =>
    socket.on('tap:present', (payload: unknown, ack: Ack) => {
      if (seen.push(payload) === 1) socket.disconnect(true);
      else ack(granted);
    }),
  );
  const client = dial(server.port);
  expect(await client.request('tap:present', tap)).toEqual(granted);
  expect(seen).toEqual([tap, tap]);
});

test('a server that says unavailable is asked again until the deadline', async () => {
  const unavailable = { ok: false, error: { code: 'unavailable', message: 'Redis is away' } };
  let asked = 0;
  const server = await serve((socket) =>
    socket.on('tap:present', (_: unknown, ack: Ack) => ack(++asked < 3 ? unavailable : granted)),
  );
  expect(await dial(server.port).request('tap:present', tap)).toEqual(granted);
  asked = -1000;
  expect(await dial(server.port).request('tap:present', tap, { timeoutMs: 600 })).toEqual(unavailable);
});

test('any other refusal is an answer, asked for once', async () => {
  const refused = { ok: false, error: { code: 'conflict', message: 'taken' } };
  let asked = 0;
  const server = await serve((socket) =>
    socket.on('tap:present', (_: unknown, ack: Ack) => {
      asked += 1;
      ack(refused);
    }),
  );
  expect(await dial(server.port).request('tap:present', tap)).toEqual(refused);
  expect(asked).toBe(1);
});

test('a request whose time is up without a line is never sent afterwards', async () => {
  const gone = await serve(() => undefined);
  const client = dial(gone.port);
  await online(client);
  await gone.close();
  await vi.waitFor(() => expect(client.status).toBe('offline'));
  const result = await client.request('tap:present', tap, { timeoutMs: 100 });
  expect(result).toMatchObject({ ok: false, error: { code: 'unavailable' } });

  const seen: unknown[] = [];
  await serve((socket) => {
    socket.onAny((name: string, payload: unknown) => seen.push([name, payload]));
    socket.on('card:lookup', (_: unknown, ack: Ack) => ack({ ok: true, data: null }));
  }, gone.port);
  await online(client);
  await client.request('card:lookup', { cardId: '04A1' });
  expect(seen).toEqual([['card:lookup', { cardId: '04A1' }]]);
});

test('a refused token is fetched anew until one is accepted', async () => {
  const server = await serve(() => undefined);
  server.io.use((socket, next) => {
    if (socket.handshake.auth['token'] === 'third') return next();
    next(Object.assign(new Error('no'), { data: { code: 'unauthenticated' } }));
  });
  const tokens = ['first', 'second', 'third'];
  const client = dial(server.port, { auth: () => Promise.resolve(tokens.shift() ?? 'none') });
  await vi.waitFor(() => expect(client.refusal).toBe('unauthenticated'));
  expect(client.status).toBe('offline');
  await online(client);
  expect(client.refusal).toBeNull();
});

test('a token that cannot be had is asked for again', async () => {
  const server = await serve(() => undefined);
  const auth = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Refusal('not_found', 'not paired'))
    .mockResolvedValue('token');
  const client = dial(server.port, { auth });
  await vi.waitFor(() => expect(client.refusal).toBe('not_found'));
  await online(client);
  expect(auth).toHaveBeenCalledTimes(2);
});

test('it comes back after the server has shown it the door', async () => {
  const server = await serve(() => undefined);
  const connected = vi.fn();
  const client = dial(server.port);
  client.onConnect(connected);
  await vi.waitFor(() => expect(connected).toHaveBeenCalledTimes(1));
  server.io.disconnectSockets(true);
  await vi.waitFor(() => expect(connected).toHaveBeenCalledTimes(2), 8000);
});

test('listeners hear events until they are taken off', async () => {
  const server = await serve(() => undefined);
  const client = dial(server.port);
  const heard = vi.fn();
  const off = client.on('tap:decided', heard);
  await online(client);
  server.io.emit('tap:decided', { cursor: '1-0' });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ cursor: '1-0' }));
  off();
  server.io.emit('tap:decided', { cursor: '2-0' });
  const later = vi.fn();
  client.on('tap:decided', later);
  server.io.emit('tap:decided', { cursor: '3-0' });
  await vi.waitFor(() => expect(later).toHaveBeenCalled());
  expect(heard).toHaveBeenCalledTimes(1);
});

test('close ends what is under way and dials no more', async () => {
  const server = await serve(() => undefined);
  const client = dial(server.port);
  await online(client);
  const pending = client.request('tap:present', tap);
  client.close();
  expect(await pending).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  expect(client.status).toBe('offline');
  await vi.waitFor(() => expect(server.io.engine.clientsCount).toBe(0));
});

test('who asks to hear of connections hears of the present one, and of each later one', async () => {
  const server = await serve(() => undefined);
  const client = dial(server.port);
  await online(client);
  const heard = vi.fn();
  client.onConnect(heard);
  expect(heard).toHaveBeenCalledTimes(1);
  server.io.disconnectSockets(true);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 8000);
});

test('closed while its token is fetched, it never connects', async () => {
  let sockets = 0;
  const server = await serve(() => {
    sockets += 1;
  });
  let give: (token: string) => void = () => undefined;
  const client = dial(server.port, { auth: () => new Promise((resolve) => (give = resolve)) });
  client.close();
  give('a-token');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sockets).toBe(0);
});

test('closed, a line answers that there is no answer, without asking', async () => {
  const server = await serve(() => undefined);
  const client = dial(server.port);
  await online(client);
  client.close();
  const began = performance.now();
  expect(await client.request('tap:present', tap)).toMatchObject({
    ok: false,
    error: { code: 'unavailable' },
  });
  expect(performance.now() - began).toBeLessThan(1000);
});

test('a line that worked is soon back, however long it took to begin with', async () => {
  const server = await serve(() => undefined);
  const auth = vi.fn().mockResolvedValue('a-token');
  for (let failure = 0; failure < 3; failure++) auth.mockRejectedValueOnce(new Error('no token yet'));
  const client = dial(server.port, { auth });
  await online(client);
  const back = new Promise((resolve) =>
    client.onConnect(
      vi
        .fn()
        .mockImplementationOnce(() => {})
        .mockImplementation(resolve),
    ),
  );
  const began = performance.now();
  server.io.disconnectSockets(true);
  await back;
  // The first pause is at most 250 ms, the fourth at least 1,000.
  expect(performance.now() - began).toBeLessThan(900);
});
