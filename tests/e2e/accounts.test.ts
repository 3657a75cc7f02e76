import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from './test';

const DEMO_PASSWORD = 'password123';
const json = { 'Content-Type': 'application/json' };

/** Requests as a program sends them, with a session if it has one. */
function clientOf(origin: string, sessionId?: string) {
  const headers = sessionId === undefined ? json : { ...json, 'x-session-id': sessionId };
  const send = (method: string, path: string, body?: unknown, more?: Record<string, string>) =>
    fetch(origin + path, {
      method,
      headers: { ...headers, ...more },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    send,
    /** Status and body. */
    async ask(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
      const response = await send(method, path, body);
      return [response.status, await response.json()];
    },
  };
}

interface LoggedIn {
  message: string;
  sessionId: string;
  user: { id: string; username: string };
}

async function logIn(origin: string, body: unknown, sessionId?: string): Promise<LoggedIn> {
  const response = await clientOf(origin, sessionId).send('POST', '/auth/login', body);
  expect(response.status).toBe(200);
  return (await response.json()) as LoggedIn;
}

const pablo = { username: 'pablo', password: DEMO_PASSWORD };

test('a program signs in, is known, survives a restart, and logs out', async ({ startServer, dataDir }) => {
  const first = await startServer({ dataDir });
  const { message, sessionId, user } = await logIn(first.origin, pablo);
  expect(message).toBe('Logged in');
  expect(sessionId).toMatch(/^[a-z2-7]{32}$/);
  expect(user).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    username: 'pablo',
    name: 'pablo',
    role: 'admin',
    guest: false,
  });
  expect(await clientOf(first.origin, sessionId).ask('GET', '/profile')).toEqual([200, user]);
  expect(await clientOf(first.origin).ask('GET', '/profile')).toEqual([401, { error: 'No session' }]);
  expect(await clientOf(first.origin, 'made-up').ask('GET', '/profile')).toEqual([
    401,
    { error: 'Invalid session' },
  ]);
  await first.stop();

  const second = await startServer({ dataDir });
  const client = clientOf(second.origin, sessionId);
  expect(await client.ask('GET', '/profile')).toEqual([200, user]);
  expect(await client.ask('POST', '/auth/logout')).toEqual([200, { message: 'Logged out' }]);
  expect(await client.ask('GET', '/profile')).toEqual([401, { error: 'Invalid session' }]);
  expect(await client.ask('GET', '/auth/sessions')).toEqual([401, { error: 'Invalid session' }]);
  expect((await client.ask('POST', '/auth/logout'))[0]).toBe(200);
});

test('a browser gets a cookie that no script reads, and a new one at each sign-in', async ({ server }) => {
  const response = await clientOf(server.origin).send('POST', '/auth/login', { handle: 'cookie monster' });
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^tapline_session=[a-z2-7]{32}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  const [pair = ''] = cookie.split(';');
  const withCookie = (path: string, method = 'GET', body?: unknown) =>
    clientOf(server.origin).send(method, path, body, { Cookie: pair });
  expect((await withCookie('/profile')).status).toBe(200);
  const again = await withCookie('/auth/login', 'POST', pablo);
  expect(again.status, await again.clone().text()).toBe(200);
  expect(again.headers.get('set-cookie')).not.toContain(pair);
  expect((await withCookie('/profile')).status).toBe(401);
  // A page forgets a cookie whose session has ended; a program's answer leaves it alone.
  expect((await withCookie('/profile')).headers.get('set-cookie')).toBeNull();
});

test('sessions are listed, and ended one by one or together', async ({ server }) => {
  const account = { username: 'lister', password: 'a long enough phrase' };
  const joined = await clientOf(server.origin).send('POST', '/auth/join', account);
  expect(joined.status).toBe(201);
  const { sessionId: first } = (await joined.json()) as LoggedIn;
  const second = (await logIn(server.origin, account)).sessionId;
  const third = (await logIn(server.origin, account)).sessionId;
  const client = clientOf(server.origin, third);
  const list = async () =>
    ((await client.ask('GET', '/auth/sessions'))[1] as { sessions: { id: string; current: boolean }[] })
      .sessions;
  const sessions = await list();
  expect(sessions.map(({ current }) => current).sort()).toEqual([false, false, true]);
  const text = JSON.stringify(sessions);
  for (const secret of [first, second, third]) expect(text).not.toContain(secret);

  const stranger = clientOf(server.origin, (await logIn(server.origin, { handle: 'a stranger' })).sessionId);
  const own = sessions.find(({ current }) => current)?.id ?? '';
  expect(await stranger.ask('DELETE', `/auth/sessions/${own}`)).toMatchObject([404, { code: 'not_found' }]);

  const victim = sessions.find(({ current }) => !current)?.id ?? '';
  expect((await client.ask('DELETE', `/auth/sessions/${victim}`))[0]).toBe(200);
  expect((await client.ask('DELETE', `/auth/sessions/${victim}`))[0]).toBe(404);
  expect(await list()).toHaveLength(2);
  const states = () =>
    Promise.all(
      [first, second, third].map(async (id) => (await clientOf(server.origin, id).ask('GET', '/profile'))[0]),
    );
  expect((await states()).sort()).toEqual([200, 200, 401]);
  expect((await client.ask('DELETE', '/auth/sessions'))[0]).toBe(200);
  expect(await states()).toEqual([401, 401, 200]);
});

test('guests need a handle that is nobody’s', async ({ server }) => {
  const client = clientOf(server.origin);
  for (const body of [{}, { handle: '' }, { username: '   ' }, { password: 'x' }]) {
    expect(await client.ask('POST', '/auth/login', body)).toEqual([
      400,
      { error: 'Please enter a handle', code: 'invalid' },
    ]);
  }
  expect((await logIn(server.origin, { username: 'just me' })).user).toMatchObject({ guest: true });
  const refused = { error: 'Wrong name or password', code: 'unauthenticated' };
  for (const body of [{ handle: 'pablo' }, { username: 'PABLO' }, { ...pablo, password: 'wrong' }]) {
    expect(await client.ask('POST', '/auth/login', body)).toEqual([401, refused]);
  }
  expect(
    await client.ask('POST', '/auth/join', { ...pablo, password: 'a long enough phrase' }),
  ).toMatchObject([409, { code: 'conflict' }]);
});

test('malformed bodies get a clear error', async ({ server }) => {
  const values: unknown[] = [null, 5, true, [], {}, ['pablo'], { toString: 'pablo' }, 'x'.repeat(1_001)];
  const fields = {
    '/auth/login': ['username', 'password', 'handle'],
    '/auth/join': ['username', 'password', 'name', 'invite'],
  };
  const client = clientOf(server.origin);
  for (const [path, names] of Object.entries(fields)) {
    for (const body of names.flatMap((name) => values.map((value) => ({ ...pablo, [name]: value })))) {
      const answer = await client.ask('POST', path, body);
      expect(answer, `${path} ${JSON.stringify(body)}`).toMatchObject([400, { code: 'invalid' }]);
    }
    for (const body of [null, 'pablo', [pablo]]) {
      expect(await client.ask('POST', path, body)).toMatchObject([400, { code: 'invalid' }]);
    }
  }
});

test('guesses are throttled, and the answer says until when', async ({ startServer }) => {
  const server = await startServer({ env: { TAPLINE_LIMITS: '{"signInPerAccount":3}' } });
  const guess = (username: string) =>
    clientOf(server.origin).send('POST', '/auth/login', { username, password: 'wrong' });
  for (const remaining of ['2', '1', '0']) {
    const { status, headers } = await guess('mary');
    expect([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual([
      401,
      '3',
      remaining,
    ]);
  }
  const { status, headers, ...rest } = await guess('mary').then(async (response) => ({
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as unknown,
  }));
  expect([status, rest.body]).toEqual([429, { error: 'Too many requests', code: 'too_many_requests' }]);
  const number = (name: string) => Number(headers.get(name));
  expect([number('x-ratelimit-limit'), number('x-ratelimit-remaining')]).toEqual([3, 0]);
  const seconds = number('retry-after');
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(Math.abs(number('x-ratelimit-reset') - Date.now() / 1000 - seconds)).toBeLessThan(2);
  // Another account is another matter.
  expect((await guess('joe')).status).toBe(401);
  const fine = await clientOf(server.origin).send('POST', '/auth/login', pablo);
  expect([fine.status, fine.headers.get('x-ratelimit-remaining')]).toEqual([200, '3']);
});

test('another site cannot sign anybody in or out', async ({ server }) => {
  const { sessionId } = await logIn(server.origin, pablo);
  for (const [method, path] of [
    ['POST', '/auth/login'],
    ['POST', '/auth/join'],
    ['POST', '/auth/logout'],
    ['DELETE', '/auth/sessions'],
  ] as const) {
    const response = await fetch(server.origin + path, {
      method,
      headers: { ...json, Origin: 'http://evil.example', Cookie: `tapline_session=${sessionId}` },
      ...(method === 'POST' && { body: JSON.stringify(pablo) }),
    });
    expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
  }
  expect((await clientOf(server.origin, sessionId).ask('GET', '/profile'))[0]).toBe(200);
});

test('nothing secret lies in Redis', async ({ startServer, dataDir }) => {
  const server = await startServer({ dataDir });
  const password = 'nobody guesses this';
  const account = { username: 'secretive', password };
  const joined = await clientOf(server.origin).send('POST', '/auth/join', account);
  const secrets = [
    password,
    DEMO_PASSWORD,
    ((await joined.json()) as LoggedIn).sessionId,
    (await logIn(server.origin, account)).sessionId,
    (await logIn(server.origin, { handle: 'a guest' })).sessionId,
    (await logIn(server.origin, pablo)).sessionId,
  ];
  const redis = new Redis(join(dataDir, 'redis.sock'));
  const everything = (await Promise.all((await redis.keys('*')).map((key) => contentOf(redis, key)))).join(
    '\n',
  );
  redis.disconnect();
  expect(everything).toContain('secretive');
  expect(everything.match(/session:[0-9a-f]{64}/g)).toHaveLength(4);
  for (const secret of secrets) expect(everything).not.toContain(secret);
});

/** A key with all that it holds. */
async function contentOf(redis: Redis, key: string): Promise<string> {
  const read: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    list: () => redis.lrange(key, 0, -1),
    stream: () => redis.xrange(key, '-', '+'),
  };
  const type = await redis.type(key);
  if (type === 'none') return key; // gone meanwhile
  const content = await read[type]?.();
  expect(content, `a ${type} was read`).toBeDefined();
  return `${key} ${JSON.stringify(content)}`;
}

test('a path is for programs however it is spelled', async ({ server }) => {
  const { sessionId } = await logIn(server.origin, pablo);
  for (const path of ['/api/v1/nothing', '/%61pi/v1/nothing', '/%61uth/nothing', '/%zz']) {
    const response = await fetch(server.origin + path, { headers: { Cookie: 'tapline_session=over' } });
    expect([response.status >= 400, await response.json()], path).toMatchObject([
      true,
      { code: expect.any(String) },
    ]);
    expect(response.headers.has('set-cookie'), path).toBe(false);
  }
  expect((await clientOf(server.origin, sessionId).send('GET', '/%70rofile')).status).toBe(200);
});

test('behind a proxy who asks is read alike everywhere, and need not be told', async ({ startServer }) => {
  const env = { ADDRESS_HEADER: 'X-Forwarded-For', TAPLINE_LIMITS: '{"signInPerAddress":2}' };
  const { origin } = await startServer({ env });
  const guess = async (username: string, from?: string) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(from !== undefined && { 'X-Forwarded-For': from }),
    };
    const body = JSON.stringify({ username, password: 'wrong' });
    return (await fetch(`${origin}/auth/login`, { method: 'POST', headers, body })).status;
  };
  expect(await guess('a')).toBe(401);
  expect(await guess('b', '203.0.113.1, 2001:db8::1')).toBe(401);
  expect(await guess('c', '203.0.113.2, 2001:db8::2')).toBe(401);
  expect(await guess('d', '203.0.113.3, 2001:db8::3')).toBe(429);
});

test('newcomers are throttled, over the API and on the page', async ({ startServer, page }) => {
  const { origin } = await startServer({
    env: { TAPLINE_LIMITS: '{"newcomersPerMinute":1,"newcomerBurst":2}' },
  });
  const client = clientOf(origin);
  const come = (username: string) => client.send('POST', '/auth/login', { username });
  // More at once than there is room for, whatever was given back meanwhile: one a minute.
  const crowd = (username: string) => Promise.all(Array.from({ length: 8 }, () => come(username)));
  const first = await come('first');
  expect([first.status, first.headers.get('x-ratelimit-remaining')]).toEqual([200, '1']);
  expect(
    (await client.send('POST', '/auth/join', { username: 'second', password: 'a long phrase' })).status,
  ).toBe(201);
  await page.goto(`${origin}/login`);
  const field = page.getByLabel(/handle/i);
  await field.fill('third');
  await crowd('third');
  await field.press('Enter');
  await expect(page.getByText(/Please wait [3-6]\d seconds/)).toBeVisible();
  const refused = (await crowd('fourth')).find(({ status }) => status === 429);
  expect(await refused?.json()).toEqual({ error: 'Too many requests', code: 'too_many_requests' });
  expect(refused?.headers.get('x-ratelimit-limit')).toBe('2');
  const seconds = Number(refused?.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(30);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await client.send('POST', '/auth/login', pablo)).status).toBe(200);
});
