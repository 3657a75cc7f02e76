import { createConnection } from 'node:net';
import { v7 } from 'uuid';
import { connect, newCard, request } from './api';
import { expect, test } from './test';

const cardId = 'BAD0BAD0';
const id = v7();

const bodies: Record<string, string> = {
  null: 'null',
  number: '7',
  string: '"x"',
  array: '[1]',
  'nested object': JSON.stringify({
    tapId: {},
    saleId: { a: {} },
    cardId: { b: [] },
    product: {},
    payment: {},
    device: {},
    publicKey: 1,
    deviceId: {},
    username: {},
    password: {},
  }),
  'missing keys': '{}',
  __proto__: `{"__proto__":{"cardId":"${cardId}"},"tapId":"${id}","saleId":"${id}","cardId":"${cardId}","product":"TEN_TRIP","payment":"cash","deviceId":"gate-north"}`,
  'ten thousand brackets': '['.repeat(10_000),
  'not JSON': '{"tapId":',
  nothing: '',
};

const posts = ['/api/v1/taps', '/api/v1/sales', '/auth/pair', '/auth/device', '/auth/login', '/auth/join'];
const routes = [...posts, `/api/v1/cards/${cardId}`, '/healthz', '/readyz', '/monitor', '/kiosk/gate', '/'];
const headers = { Authorization: 'Bearer tapline-demo', 'Content-Type': 'application/json' };

test.describe('a malformed request', () => {
  for (const path of posts) {
    for (const [name, body] of Object.entries(bodies)) {
      test(`${path}: ${name} is answered with invalid`, async ({ server }) => {
        const response = await fetch(server.origin + path, { method: 'POST', headers, body });
        expect(response.status).toBe(400);
        expect(await response.json()).toMatchObject({ code: 'invalid', error: expect.any(String) });
      });
    }
  }

  for (const action of ['__proto__', 'constructor', 'toString', 'default', 'nothing']) {
    test(`a form for ${action}, which is no action, is not found`, async ({ server }) => {
      const init = { method: 'POST', headers: { Origin: server.origin }, body: new URLSearchParams() };
      const response = await fetch(`${server.origin}/login?/${action}`, init);
      expect(response.status).toBe(404);
    });
  }

  for (const path of routes) {
    test(`${path}: a megabyte is too large, and whoever sends it reads so`, async ({ server }) => {
      const body = JSON.stringify({ tapId: 'x'.repeat(1_000_000) });
      for (let times = 0; times < 20; times++) {
        const response = await fetch(server.origin + path, { method: 'POST', headers, body });
        expect(response.status).toBe(413);
        expect(await response.json()).toMatchObject({ code: 'payload_too_large' });
      }
    });
  }

  test('a megabyte that does not say its length is too large', async ({ server }) => {
    const chunk = new TextEncoder().encode(`{"tapId":"${'x'.repeat(1_000_000)}"}`);
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(chunk);
        controller.close();
      },
    });
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const response = await fetch(`${server.origin}/api/v1/taps`, init);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'payload_too_large' });
  });

  test('a body that was refused and has no end is cut off', async ({ server }) => {
    const { hostname, port } = new URL(server.origin);
    const socket = createConnection({ host: hostname, port: Number(port) });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined); // which is what being cut off looks like
    socket.resume();
    const length = 1_000_000_000;
    socket.write(
      `POST /api/v1/taps HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: ${length}\r\n\r\n`,
    );
    const chunk = Buffer.alloc(64 * 1024);
    const pump = () => {
      while (socket.writable && socket.bytesWritten < length) if (!socket.write(chunk)) break;
    };
    socket.on('drain', pump);
    pump();
    await closed;
    expect(socket.bytesWritten).toBeLessThan(64 * 1024 * 1024);
  });

  test('a body that was refused and never comes to its end is cut off', async ({ server }) => {
    const { hostname, port } = new URL(server.origin);
    const socket = createConnection({ host: hostname, port: Number(port) });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.resume();
    const began = Date.now();
    socket.write(
      `POST /api/v1/taps HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 1000000\r\n\r\n`,
    );
    const trickle = setInterval(() => socket.write('x'), 500);
    await closed;
    clearInterval(trickle);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('no address makes the server fail', async ({ server }) => {
    const paths = [
      '/api/v1/cards/%E0%A4%A',
      '/api/v1/cards/%00',
      '/api/v1/cards/{t}',
      '/api/v1/cards/04ab',
      '/%2e%2e/%2e%2e',
      '/api/v1/cards/' + 'A'.repeat(5_000),
      '/nowhere',
      '/kiosk/gate?device=%00',
      '/kiosk/sales?device=__proto__',
    ];
    for (const path of paths) {
      const { status } = await fetch(server.origin + path, { headers });
      expect(`${path.slice(0, 40)} ${status < 500}`).toBe(`${path.slice(0, 40)} true`);
    }
  });

  test('other methods and unknown paths of the API are answered in JSON', async ({ server }) => {
    const wrongMethod = await fetch(`${server.origin}/api/v1/taps`, { method: 'DELETE', headers });
    expect([wrongMethod.status, await wrongMethod.json()]).toMatchObject([405, { code: 'invalid' }]);
    const unknown = await fetch(`${server.origin}/api/v1/unicorns`, { headers });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'not_found' }]);
  });

  test('a form without an origin is refused in JSON', async ({ server }) => {
    const form = { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${server.origin}/api/v1/taps`, {
      method: 'POST',
      headers: form,
      body: '{}',
    });
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'forbidden' }]);
  });

  test('a form that is none is refused, and no fault of ours', async ({ server }) => {
    for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data', 'text/plain']) {
      for (const path of ['/login?/signin', '/login?/guest', '/join']) {
        const init = {
          method: 'POST',
          headers: { Origin: server.origin, 'Content-Type': type },
          body: '--x\r\nfoo',
        };
        expect((await fetch(server.origin + path, init)).status).toBe(400);
      }
    }
  });

  test('without a key, or from another site, nothing is done', async ({ server }) => {
    const body = JSON.stringify({ saleId: v7(), cardId, product: 'TEN_TRIP', payment: 'cash' });
    const send = (more: object) =>
      fetch(`${server.origin}/api/v1/sales`, { method: 'POST', headers: { ...headers, ...more }, body });
    expect((await send({ Authorization: '' })).status).toBe(401);
    expect((await send({ Authorization: 'Bearer other' })).status).toBe(401);
    expect((await send({ Authorization: 'tapline-demo' })).status).toBe(401);
    expect((await send({ Origin: 'http://evil.example' })).status).toBe(403);
  });

  test('leaves nothing half-applied, and the server as it was', async ({ server }) => {
    const card = await fetch(`${server.origin}/api/v1/cards/${cardId}`, { headers });
    expect(await card.json()).toEqual({ cardId, blocked: false, pass: null });
    const socket = await connect(server.origin);
    const { events } = await request(socket, 'monitor:watch', {});
    expect(events.filter((event) => event.cardId === cardId)).toEqual([]);
    const good = { saleId: v7(), cardId: newCard(), product: 'TEN_TRIP', payment: 'cash' } as const;
    expect(await request(socket, 'sale:complete', good)).toMatchObject({ pass: { tripsRemaining: 10 } });
    socket.disconnect();
    expect(server.output()).not.toMatch(/unhandled|TypeError|"level":50/i);
  });
});
