import { randomUUID } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LRUCache } from 'lru-cache';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readConfig } from '#server/config';
import { createFront } from './front';

const PER_KEY = 5;
const PER_ADDRESS = 12;

let server: Server;

beforeEach(async () => {
  // However long the requests take, no bucket fills meanwhile.
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  const limits = { requestsPerKey: PER_KEY, requestsPerAddress: PER_ADDRESS, deviceRequestsPerAddress: 3 };
  const front = createFront(
    readConfig({ ADDRESS_HEADER: 'X-Forwarded-For', TAPLINE_LIMITS: JSON.stringify(limits) }),
  );
  server = createServer((req, res) => front(req, res, () => res.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
});

interface Wish {
  path?: string;
  headers?: Record<string, string>;
  from?: string;
}

/** `path` goes out as it is: fetch would tidy it up. */
function ask({ path = '/api/v1/me', headers = {}, from = '192.0.2.1' }: Wish): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const all = { ...headers, 'X-Forwarded-For': from };
  return new Promise((resolve, reject) => {
    request({ port, path, headers: all, agent: false }, (res) => resolve(res.resume()))
      .on('error', reject)
      .end();
  });
}

/** How many of so many requests at once are let through. */
async function passing(times: number, wish: (n: number) => Wish): Promise<number> {
  const answers = await Promise.all(Array.from({ length: times }, (_, n) => ask(wish(n))));
  return answers.filter(({ statusCode }) => statusCode === 200).length;
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

test('each answer tells what is left, and a refusal when to come back', async () => {
  const headers = bearer('one');
  const first = await ask({ headers });
  expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4' });
  expect(first.headers).not.toHaveProperty('retry-after');
  await passing(PER_KEY, () => ({ headers }));
  const refused = await ask({ headers });
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toMatchObject({
    'content-type': 'application/json',
    'retry-after': '1',
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
  });
  expect(Number(refused.headers['x-ratelimit-reset'])).toBeCloseTo(Date.now() / 1000, -1);
});

describe('one key is one key', () => {
  test.each<[string, (n: number) => Record<string, string>]>([
    ['a Bearer key', () => bearer('one')],
    ['a Bearer key, with cookies that vary', (n) => ({ ...bearer('one'), Cookie: `x=${n}` })],
    ['a Bearer key, with session ids that vary', (n) => ({ ...bearer('one'), 'X-Session-Id': `${n}` })],
    ['a session id', () => ({ 'X-Session-Id': 'one' })],
    ['a session id beside another scheme', (n) => ({ 'X-Session-Id': 'one', Authorization: `Basic ${n}` })],
    ['a cookie', () => ({ Cookie: 'tapline_session=one' })],
    ['a cookie among others', (n) => ({ Cookie: `a=${n}; tapline_session=one; x=${n}` })],
    [
      'a cookie beside another scheme',
      (n) => ({ Cookie: 'tapline_session=one', Authorization: `Basic ${n}` }),
    ],
    ['a cookie however spelled', (n) => ({ Cookie: `tapline_session=${n % 2 ? '"one"' : '%6fne'}` })],
  ])('%s', async (_, headers) => {
    expect(await passing(10, (n) => ({ headers: headers(n), from: `192.0.2.${n}` }))).toBe(PER_KEY);
  });

  test('and another has a count of its own', async () => {
    expect(await passing(10, (n) => ({ headers: bearer(n % 2 ? 'one' : 'two') }))).toBe(10);
  });
});

test('what is remembered of a key is short, however long the key', async () => {
  const remember = vi.spyOn(LRUCache.prototype, 'set');
  const long = 'x'.repeat(10_000);
  expect(await passing(10, () => ({ headers: bearer(long) }))).toBe(PER_KEY);
  const lengths = remember.mock.calls.map(([key]) => String(key).length);
  remember.mockRestore();
  expect(lengths).toHaveLength(2);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(64);
});

describe('an address is met', () => {
  test.each<[string, (n: number) => Record<string, string>]>([
    ['without a key', () => ({})],
    ['with keys made up', () => bearer(randomUUID())],
    ['with another scheme', (n) => ({ Authorization: `Basic ${n}` })],
    ['with other cookies', (n) => ({ Cookie: `x=${n}` })],
    ['with other forwarded addresses', (n) => ({ Forwarded: `for=192.0.2.${n}` })],
  ])('%s', async (_, headers) => {
    expect(await passing(20, (n) => ({ headers: headers(n) }))).toBe(PER_ADDRESS);
  });

  test('under whatever it says of itself to the proxy', async () => {
    expect(await passing(20, (n) => ({ from: `203.0.113.${n}, 192.0.2.1` }))).toBe(PER_ADDRESS);
  });

  test('as one /64, and as one IPv4 address', async () => {
    expect(await passing(20, (n) => ({ from: `2001:db8:1:2::${n}` }))).toBe(PER_ADDRESS);
    expect(await passing(20, (n) => ({ from: n % 2 ? '192.0.2.1' : '::ffff:192.0.2.1' }))).toBe(PER_ADDRESS);
    expect(await passing(20, (n) => ({ from: `2001:db8:2:${n}::1` }))).toBe(20);
  });
});

describe('which paths are counted', () => {
  test.each([
    '/api/v1/me',
    '/%61pi/v1/me',
    '/api/%76%31/me',
    '/x/../api/v1/me',
    '/api/v1?x',
    '/api/v1/%zz',
    '/%zz',
  ])('%s is', async (path) => {
    expect(await passing(20, () => ({ path }))).toBe(PER_ADDRESS);
  });

  test.each(['/', '/api/v10', '/x?/api/v1', '/healthz'])('%s is not', async (path) => {
    expect(await passing(20, () => ({ path }))).toBe(20);
    expect((await ask({ path })).headers).not.toHaveProperty('x-ratelimit-limit');
  });
});

test('devices that sign in are counted by their address, whatever they bear', async () => {
  const paths = ['/auth/device', '/%61uth/device', '/auth/device?x', '/auth/pair'];
  expect(await passing(12, (n) => ({ path: paths[n % paths.length] ?? '', headers: bearer(`${n}`) }))).toBe(
    3,
  );
  expect((await ask({ path: '/auth/device' })).headers).toMatchObject({
    'retry-after': '1',
    'x-ratelimit-limit': '3',
    'x-ratelimit-remaining': '0',
  });
  expect(await passing(9, (n) => ({ path: '/auth/device', from: `192.0.2.${n + 2}` }))).toBe(9);
  expect(await passing(9, () => ({ path: '/auth/devices' }))).toBe(9);
});
