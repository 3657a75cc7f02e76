import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS_HEADER } from '#contract/headers';
import { readConfig } from '#server/config';
import { BODY_LIMIT, createFront, PROTOCOL_HEADER } from './front';

let server: Server;
/** What reached the pages behind the front. */
let passed: IncomingMessage[] = [];

beforeAll(async () => {
  const front = createFront(readConfig({}));
  server = createServer((req, res) => {
    front(req, res, () => {
      passed.push(req);
      res.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
});

interface Answer {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  code: unknown;
}

/** Sends a request head as it is; fetch would not let us lie about Host, Origin or length. */
function send(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  passed = [];
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const req = request({ port, method, path, headers }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => {
        const { code } = JSON.parse(text || '{}') as { code?: unknown };
        resolve({ status: res.statusCode, headers: res.headers, code });
        req.destroy();
      });
    });
    req.on('error', reject).flushHeaders();
    if (headers['Content-Length'] === undefined) req.end();
  });
}

const own = () => `http://localhost:${(server.address() as AddressInfo).port}`;

describe('the front lets pass', () => {
  test.each([
    ['GET', {}],
    ['GET', { Origin: 'http://evil.example' }],
    ['POST', { 'Content-Type': 'application/json' }],
  ])('%s with %j', async (method, headers) => {
    expect((await send(method, '/api/v1/taps', headers)).status).toBe(200);
    expect(passed).toHaveLength(1);
  });

  test('a form of our own page', async () => {
    const form = { Origin: own(), 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await send('POST', '/login', form)).status).toBe(200);
  });
});

describe('the front refuses', () => {
  const json = { 'Content-Type': 'application/json' };
  test.each([
    ['GET', { Host: 'evil.example' }, 403, 'forbidden'],
    ['POST', { ...json, Origin: 'http://evil.example' }, 403, 'forbidden'],
    ['DELETE', { Origin: 'null' }, 403, 'forbidden'],
    ['POST', { 'Content-Type': 'text/plain; charset=utf-8' }, 403, 'forbidden'],
    ['POST', { 'Content-Type': 'multipart/form-data; boundary=x' }, 403, 'forbidden'],
    ['POST', { ...json, 'Content-Length': String(BODY_LIMIT + 1) }, 413, 'payload_too_large'],
  ])('%s with %j', async (method, headers, status, code) => {
    expect(await send(method, '/api/v1/taps', headers)).toMatchObject({ status, code });
    expect(passed).toEqual([]);
  });
});

describe('every answer', () => {
  test('says how it may be used, refusals included', async () => {
    for (const headers of [{}, { Host: 'evil.example' }]) {
      expect((await send('GET', '/monitor', headers)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
  });

  test('says of scripts and styles only what concerns them', async () => {
    const { headers } = await send('GET', '/_app/immutable/chunks/x.js');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headers).not.toHaveProperty('permissions-policy');
    const page = await send('GET', '/_app/immutable/../../monitor');
    expect(page.headers).toHaveProperty('permissions-policy');
  });

  test('opens hardware to the kiosks alone', async () => {
    const policyOf = async (path: string) => (await send('GET', path)).headers['permissions-policy'];
    for (const way of ['serial', 'usb']) {
      expect(await policyOf('/kiosk/gate')).toContain(`${way}=(self)`);
    }
    for (const path of ['/', '/monitor', '/kiosk', '/x?/kiosk/', '/kiosk/../monitor']) {
      expect(await policyOf(path)).toContain('serial=()');
    }
  });
});

test('no client can tell the pages that it came by HTTPS', async () => {
  await send('GET', '/', { [PROTOCOL_HEADER]: 'https' });
  expect(passed[0]?.headers[PROTOCOL_HEADER]).toBe('http');
});

test('no client can tell the pages where it comes from', async () => {
  await send('GET', '/', { [ADDRESS_HEADER]: '203.0.113.9' });
  expect(passed[0]?.headers[ADDRESS_HEADER]).toBe('127.0.0.1');
});
