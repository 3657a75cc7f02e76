import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#server/app';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { openTestApp } from '#server/testing';
import { DEMO_PASSWORD } from './demo-people';

let store: TestRedis;
let redis: Redis;
let app: App;
let other: App;

const env = { TAPLINE_LIMITS: '{"signInPerAccount":10,"signInPerAddress":30}' };

beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
  [app, other] = await Promise.all([openTestApp(store.url, { env }), openTestApp(store.url, { env })]);
});
afterAll(async () => {
  await Promise.all([app.close(), other.close()]);
  redis.disconnect();
  await store.stop();
});

/** An address nobody has used. */
const newAddress = (): string => randomUUID();

/** Tries so often, all at once and on two instances; gives how often each answer came. */
async function tryOften(times: number, attempt: (n: number) => { username: string; password?: string }) {
  const address = newAddress();
  const tries = Array.from({ length: times }, (_, n) =>
    (n % 2 ? app : other).door.signIn({ address, ...attempt(n) }).then(
      () => 'in',
      (error: unknown) => (error as { code: string }).code,
    ),
  );
  const answers = await Promise.all(tries);
  return Object.fromEntries(
    [...new Set(answers)].map((one) => [one, answers.filter((it) => it === one).length]),
  );
}

test('ten wrong guesses at one account get through, however many come at once', async () => {
  expect(await tryOften(40, (n) => ({ username: n % 3 ? 'mary' : 'MARY', password: 'wrong' }))).toEqual({
    unauthenticated: 10,
    too_many_requests: 30,
  });
  // The right password as well, until the minute is over; and from elsewhere, too.
  await expect(
    app.door.signIn({ address: newAddress(), username: 'mary', password: DEMO_PASSWORD }),
  ).rejects.toMatchObject({ code: 'too_many_requests', rateLimit: { limit: 10, remaining: 0 } });
});

test('what is refused for its account does not count against its address', async () => {
  const address = newAddress();
  const guess = () =>
    app.door.signIn({ address, username: 'guessed', password: 'wrong' }).catch(() => undefined);
  for (let n = 0; n < 25; n++) await guess();
  const { rateLimit } = await app.door.signIn({ address, username: 'a neighbor' });
  expect(rateLimit).toMatchObject({ limit: 30, remaining: 20 });
});

test('a name that nobody bears is throttled like any other', async () => {
  expect(await tryOften(15, () => ({ username: 'nobody', password: 'wrong' }))).toEqual({
    unauthenticated: 10,
    too_many_requests: 5,
  });
});

test('guesses at many accounts are counted by their address', async () => {
  expect(await tryOften(50, (n) => ({ username: `somebody ${n}`, password: 'wrong' }))).toEqual({
    unauthenticated: 30,
    too_many_requests: 20,
  });
});

test('many who sign in at once do not stand in each other’s way', async () => {
  expect(await tryOften(100, (n) => ({ username: `guest ${n}` }))).toEqual({ in: 100 });
  expect(await tryOften(20, () => ({ username: 'joe', password: DEMO_PASSWORD }))).toEqual({ in: 20 });
});

test('what makes no sense is not counted, and what succeeds is given back', async () => {
  const address = newAddress();
  await expect(app.door.signIn({ address, username: ' ' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(app.door.signIn({ address, username: 'pablo', password: 'wrong' })).rejects.toMatchObject({
    rateLimit: { limit: 10, remaining: 9 },
  });
  const { rateLimit } = await app.door.signIn({ address, username: 'pablo', password: DEMO_PASSWORD });
  expect(rateLimit).toMatchObject({ limit: 10, remaining: 9 });
  expect((await app.door.signIn({ address, username: 'new here' })).rateLimit).toMatchObject({
    limit: 30,
    remaining: 29,
  });
});

test('newcomers are counted by their address, a class at once and then a few', async () => {
  const address = newAddress();
  const came = await Promise.all(
    Array.from({ length: 58 }, (_, n) => app.door.signIn({ address, username: `pupil ${n}` })),
  );
  expect(came).toHaveLength(58);
  const join = () => app.door.join({ address, username: 'pupil', password: 'short' });
  const answers = await Promise.all(Array.from({ length: 9 }, () => join().catch((error: unknown) => error)));
  expect(answers.at(-1)).toMatchObject({
    code: 'too_many_requests',
    rateLimit: { limit: 60, remaining: 0 },
  });
  const next = (answers.at(-1) as { rateLimit: { resetAt: number } }).rateLimit.resetAt - Date.now();
  expect(next).toBeLessThanOrEqual(2_000);
  await expect(app.door.signIn({ address, username: 'one more' })).rejects.toMatchObject({
    code: 'too_many_requests',
  });
  // Who has an account is no newcomer, and another address is another matter.
  await app.door.signIn({ address, username: 'joe', password: DEMO_PASSWORD });
  await app.door.signIn({ address: newAddress(), username: 'one more' });
});

test('a new sign-in ends the session that was left for it', async () => {
  const address = newAddress();
  const first = await app.door.signIn({ address, username: 'one' });
  const second = await app.door.signIn({ address, username: 'two', leaving: first.token });
  expect(second.token).not.toBe(first.token);
  expect(await app.sessions.find(first.token)).toBeNull();
  expect(await app.sessions.find(second.token)).toMatchObject({ account: { username: 'two', guest: true } });
});

test('a sign-in that fails ends nothing', async () => {
  const address = newAddress();
  const { token } = await app.door.signIn({ address, username: 'careful' });
  const wrong = { address, username: 'alex', password: 'wrong', leaving: token };
  await expect(app.door.signIn(wrong)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(await app.sessions.find(token)).not.toBeNull();
});

test('what makes no sense is no guess, and does not count', async () => {
  const address = newAddress();
  const nonsense = [
    () => app.door.signIn({ address, username: 'x'.repeat(41) }),
    () => app.door.join({ address, username: 'brief', password: 'short' }),
  ];
  for (const ask of [...nonsense, ...nonsense]) {
    await expect(ask()).rejects.toMatchObject({ code: 'invalid', rateLimit: { limit: 30, remaining: 30 } });
  }
});

test('whoever joins is in, or waits', async () => {
  const address = newAddress();
  const password = 'a long enough phrase';
  const joined = await app.door.join({ address, username: 'joiner', password });
  expect(joined?.session.account).toMatchObject({ username: 'joiner', guest: false });
  expect(await app.sessions.find(joined?.token ?? '')).toMatchObject({ id: joined?.session.id });
  await expect(app.door.join({ address, username: 'joiner', password })).rejects.toMatchObject({
    code: 'conflict',
    rateLimit: { limit: 30, remaining: 29 },
  });
  await app.settings.change({ joinPolicy: 'approve' });
  expect(await app.door.join({ address, username: 'waiter', password })).toBeNull();
  await app.settings.change({ joinPolicy: 'open' });
});

test('other devices hear of a sign-in', async () => {
  const ear = new Redis(store.url);
  const heard: unknown[] = [];
  ear.on('pmessage', (_, channel: string, text: string) => heard.push([channel, JSON.parse(text)]));
  await ear.psubscribe('user:*');
  const { session } = await app.door.signIn({
    address: newAddress(),
    username: 'alex',
    password: DEMO_PASSWORD,
  });
  await app.door.signIn({ address: newAddress(), username: 'a guest' });
  await app.announce('  The 14:10 is late  ');
  await expect
    .poll(() => heard)
    .toMatchObject([
      [`user:${session.account.id}`, { kind: 'signed-in-elsewhere' }],
      ['user:all', { kind: 'announcement', text: 'The 14:10 is late' }],
    ]);
  for (const text of ['', '  ', 'x'.repeat(501)]) {
    await expect(app.announce(text)).rejects.toMatchObject({ code: 'invalid' });
  }
  ear.disconnect();
});
