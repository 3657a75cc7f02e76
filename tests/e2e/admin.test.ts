import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { operator } from './operator';
import { expect, test } from './test';

const admin = (dataDir: string, ...words: string[]) => operator({ DATA_DIR: dataDir }, ...words);

const passwordIn = (out: string): string => /[a-z0-9]{5}(-[a-z0-9]{5}){3}/.exec(out)?.[0] ?? '';

const post = (origin: string, path: string, body: unknown): Promise<Response> =>
  fetch(origin + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const logIn = (origin: string, username: string, password: string): Promise<Response> =>
  post(origin, '/auth/login', { username, password });

test('an operator makes an admin without a server, who then signs in', async ({ startServer, dataDir }) => {
  const made = await admin(dataDir, 'create', 'boss');
  expect(made.code).toBe(0);
  expect(existsSync(join(dataDir, 'redis.sock'))).toBe(false);
  const server = await startServer({ dataDir, env: { TAPLINE_DEMO: '0' } });
  expect(server.output()).not.toContain('Set-up link');
  const response = await logIn(server.origin, 'boss', passwordIn(made.out));
  expect(await response.json()).toMatchObject({ user: { role: 'admin' } });
});

test('the first start outside demo mode shows a link that makes the first admin', async ({
  startServer,
  dataDir,
}) => {
  const server = await startServer({ dataDir, env: { TAPLINE_DEMO: '0' } });
  await expect.poll(() => server.output()).toMatch(/Set-up link: \S+\/join\?invite=\S+/);
  const invite = /join\?invite=(\S+)/.exec(server.output())?.[1];
  expect((await logIn(server.origin, 'pablo', 'password123')).status).toBe(401);
  const joinAs = (username: string) =>
    post(server.origin, '/auth/join', { username, password: 'a long enough phrase', invite });
  const joined = await joinAs('first');
  expect([joined.status, await joined.json()]).toMatchObject([201, { user: { role: 'admin' } }]);
  expect((await joinAs('second')).status).toBe(403);
  await server.stop();
  const next = await startServer({ dataDir, env: { TAPLINE_DEMO: '0' } });
  expect(next.output()).not.toContain('Set-up link');
});

test('what an operator changes beside a running server holds at once', async ({ startServer, dataDir }) => {
  const server = await startServer({ dataDir, env: { TAPLINE_DEMO: '0' } });
  const { out } = await admin(dataDir, 'create', 'boss');
  const loggedIn = await logIn(server.origin, 'boss', passwordIn(out));
  const { sessionId } = (await loggedIn.json()) as { sessionId: string };
  const profile = () => fetch(`${server.origin}/profile`, { headers: { 'x-session-id': sessionId } });
  expect((await profile()).status).toBe(200);
  const reset = await admin(dataDir, 'reset', 'boss');
  expect((await profile()).status).toBe(401);
  expect((await logIn(server.origin, 'boss', passwordIn(out))).status).toBe(401);
  expect((await logIn(server.origin, 'boss', passwordIn(reset.out))).status).toBe(200);

  expect((await admin(dataDir, 'settings', 'joinPolicy=approve')).out).toContain('joinPolicy=approve');
  const rider = { username: 'rider', password: 'a long enough phrase' };
  const joined = await post(server.origin, '/auth/join', rider);
  expect([joined.status, await joined.json()]).toMatchObject([202, { pending: true }]);
  expect(joined.headers.get('set-cookie')).toBeNull();
  expect((await logIn(server.origin, rider.username, rider.password)).status).toBe(403);
  expect((await admin(dataDir, 'approve', 'rider')).code).toBe(0);
  expect((await logIn(server.origin, rider.username, rider.password)).status).toBe(200);
  expect((await admin(dataDir, 'role', 'rider', 'clerk')).out).toContain('rider is clerk now');

  const ear = new Redis(join(dataDir, 'redis.sock'));
  const heard: string[] = [];
  ear.on('message', (_, text: string) => heard.push(text));
  await ear.subscribe('user:all');
  await admin(dataDir, 'announce', 'The', '14:10', 'is late');
  await expect.poll(() => heard.join()).toContain('"text":"The 14:10 is late"');
  ear.disconnect();

  await admin(dataDir, 'settings', 'joinPolicy=invite');
  const other = { username: 'other', password: 'a long enough phrase' };
  expect((await post(server.origin, '/auth/join', other)).status).toBe(403);
  const invite = /invite=(\S+)/.exec((await admin(dataDir, 'invite')).out)?.[1];
  expect((await post(server.origin, '/auth/join', { ...other, invite })).status).toBe(201);
});

test('a command that makes no sense is told so, and changes nothing', async ({ dataDir }) => {
  for (const [words, says] of [
    [[], 'Usage:'],
    [['promote', 'boss'], 'Usage:'],
    [['create'], 'create NAME'],
    [['role', 'boss', 'king'], 'rider, clerk, duty, admin'],
    [['reset', 'nobody'], 'There is no account nobody'],
    [['settings', 'joinPolicy=never'], 'joinPolicy=never'],
    [['create', 'x'.repeat(41)], 'at most 40 characters'],
  ] as const) {
    const { code, out, err } = await admin(dataDir, ...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(says);
    expect(err).not.toContain('    at ');
  }
});
