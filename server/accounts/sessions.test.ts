import { createHash, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#server/app';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { openTestApp } from '#server/testing';
import { DEMO_API_KEY } from './authenticate';
import type { Entrant, Session, SessionsEnded } from './sessions';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const password = 'a long enough phrase';
let store: TestRedis;
let redis: Redis;
let app: App;
let username: string;
let ada: Entrant;
/** How far the test has moved the clock. */
let ahead = 0;

beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
  app = await openTestApp(store.url, { clock: (redisTime) => redisTime + ahead });
});
afterAll(async () => {
  await app.close();
  redis.disconnect();
  await store.stop();
});
beforeEach(async () => {
  ahead = 0;
  username = `ada ${randomUUID()}`.slice(0, 40);
  ada = (await app.accounts.join({ username, password })).account;
});

const keyOf = (token: string) => `session:${createHash('sha256').update(token).digest('hex')}`;

const publicIds = async (session: Session) => (await app.sessions.list(session)).map(({ id }) => id);

describe('a session', () => {
  test('is found by its token alone, and known as its hash alone', async () => {
    const { token, session } = await app.sessions.open(ada);
    expect(token).toMatch(/^[a-z2-7]{32}$/);
    expect(await app.sessions.find(token)).toMatchObject({
      id: session.id,
      account: { id: ada.id, username },
    });
    for (const wrong of ['', 'x', token.toUpperCase(), `${token}a`, session.id, 'a'.repeat(32)]) {
      expect(await app.sessions.find(wrong)).toBeNull();
    }
    expect(Object.keys(session.account)).not.toContain('generation');
    expect(await redis.exists(`session:${token}`)).toBe(0);
    expect(await redis.get(keyOf(token))).not.toContain(token);
  });

  test('is never without its hour', async () => {
    const watch = new Redis(store.url);
    const written: string[][] = [];
    const monitor = await watch.monitor();
    monitor.on('monitor', (_, args: string[]) => written.push(args));
    const { token } = await app.sessions.open(ada);
    await expect.poll(() => written.some(([command]) => command === 'hset')).toBe(true);
    monitor.disconnect();
    watch.disconnect();
    const key = keyOf(token);
    const touching = written
      .filter((args) => args.includes(key))
      .map(([command, , , ...how]) => [command, ...how]);
    expect(touching).toEqual([['set', 'PX', String(HOUR)]]);
  });

  test('slides when it is used, once a minute at most', async () => {
    const { token } = await app.sessions.open(ada);
    const left = () => redis.pttl(keyOf(token));
    await redis.pexpire(keyOf(token), HOUR - 59_000);
    await app.sessions.find(token);
    expect(await left()).toBeLessThanOrEqual(HOUR - 59_000);
    await redis.pexpire(keyOf(token), HOUR - 60_000);
    await app.sessions.find(token);
    expect(await left()).toBeGreaterThan(HOUR - 1_000);
    await redis.pexpire(keyOf(token), 5);
    await expect.poll(() => redis.exists(keyOf(token))).toBe(0);
    expect(await app.sessions.find(token)).toBeNull();
  });

  test('lasts for thirty days at most, however busy it is', async () => {
    const { token } = await app.sessions.open(ada);
    ahead = 30 * DAY - HOUR / 4;
    expect(await app.sessions.find(token)).not.toBeNull();
    ahead = 30 * DAY;
    expect(await app.sessions.find(token)).toBeNull();
    expect(await redis.exists(keyOf(token))).toBe(0);
  });

  test('does not come back after its end, whoever uses it meanwhile', async () => {
    for (let round = 0; round < 50; round++) {
      const { token } = await app.sessions.open(ada);
      await redis.pexpire(keyOf(token), HOUR / 3); // each look slides, and lucia thinks of refreshing
      const looks = Array.from({ length: 10 }, () => app.sessions.find(token));
      const closing = app.sessions.close(token);
      await Promise.all([...looks, closing, app.sessions.find(token)]);
      expect(await redis.exists(keyOf(token))).toBe(0);
      expect(await app.sessions.find(token)).toBeNull();
    }
  });

  test('survives a restart of the server', async () => {
    const { token, session } = await app.sessions.open(ada);
    const next = await openTestApp(store.url);
    expect(await next.sessions.find(token)).toMatchObject({ id: session.id });
    await next.close();
  });
});

describe('the list of sessions', () => {
  test('tells when each was opened and seen, never its secret', async () => {
    const { token: first } = await app.sessions.open(ada);
    const { token, session } = await app.sessions.open(ada);
    await redis.pexpire(keyOf(first), HOUR - 600_000);
    const list = await app.sessions.list(session);
    expect(list).toMatchObject([
      { id: session.id, current: true },
      { id: expect.any(String) as string, current: false },
    ]);
    const seen = list.map(({ lastSeenAt }) => Date.parse(lastSeenAt));
    expect(Number(seen[0]) - Number(seen[1])).toBeGreaterThan(590_000);
    expect(JSON.stringify(list)).not.toContain(token);
    // To look at the list is not to be seen.
    expect(await redis.pttl(keyOf(first))).toBeLessThanOrEqual(HOUR - 600_000);
  });

  test('forgets what has ended by itself', async () => {
    const { token } = await app.sessions.open(ada);
    const { session } = await app.sessions.open(ada);
    await redis.del(keyOf(token));
    expect(await publicIds(session)).toEqual([session.id]);
    expect(await redis.hkeys(`{u:${ada.id}}:sessions`)).toEqual([session.id]);
    expect(await redis.ttl(`{u:${ada.id}}:sessions`)).toBeGreaterThan(30 * 24 * 3600);
  });

  test('does not grow with sessions that nobody ends', async () => {
    for (let n = 0; n < 120; n++) {
      const { token } = await app.sessions.open(ada);
      await redis.del(keyOf(token)); // its hour is over
    }
    expect(await redis.hlen(`{u:${ada.id}}:sessions`)).toBeLessThan(60);
  });

  test('keeps those that were seen last when there are very many', async () => {
    const { token: first } = await app.sessions.open(ada);
    await redis.pexpire(keyOf(first), HOUR / 2);
    const { token: dear } = await app.sessions.open(ada);
    await redis.pexpire(keyOf(dear), HOUR / 2);
    for (let n = 2; n < 149; n++) await app.sessions.open(ada);
    expect(await app.sessions.find(dear)).not.toBeNull(); // it is seen
    const { token, session } = await app.sessions.open(ada);
    expect(await app.sessions.find(token)).not.toBeNull();
    expect(await app.sessions.find(dear)).not.toBeNull();
    expect(await app.sessions.find(first)).toBeNull();
    expect(await publicIds(session)).toHaveLength(100);
  });
});

describe('ending sessions', () => {
  test('one of one’s own, and nobody else’s', async () => {
    const { token, session } = await app.sessions.open(ada);
    const { token: kept, session: current } = await app.sessions.open(ada);
    const guest = await app.accounts.guest('somebody');
    await expect(app.sessions.revoke(guest.id, session.id)).rejects.toMatchObject({ code: 'not_found' });
    await app.sessions.revoke(ada.id, session.id);
    expect(await app.sessions.find(token)).toBeNull();
    expect(await app.sessions.find(kept)).not.toBeNull();
    expect(await publicIds(current)).toEqual([current.id]);
    await expect(app.sessions.revoke(ada.id, session.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('all others', async () => {
    const others = [await app.sessions.open(ada), await app.sessions.open(ada)];
    const { token, session } = await app.sessions.open(ada);
    await app.sessions.revokeOthers(session);
    await app.sessions.revokeOthers(session);
    expect(await app.sessions.find(token)).toMatchObject({ id: session.id });
    for (const other of others) expect(await app.sessions.find(other.token)).toBeNull();
    expect(await publicIds(session)).toEqual([session.id]);
  });

  test('all others cannot be done by one that has itself been ended', async () => {
    const { token, session } = await app.sessions.open(ada);
    await app.accounts.setPassword(username, 'another long phrase');
    await expect(app.sessions.revokeOthers(session)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await app.sessions.find(token)).toBeNull();
  });

  test('all, the spared one included', async () => {
    const { token, session } = await app.sessions.open(ada);
    await app.sessions.revokeOthers(session);
    await app.sessions.revokeAll(ada.id);
    expect(await app.sessions.find(token)).toBeNull();
    const again = await app.accounts.signIn(username, password);
    expect(await app.sessions.find((await app.sessions.open(again)).token)).not.toBeNull();
  });

  test('all, one whose sign-in was under way included', async () => {
    const proven = await app.accounts.signIn(username, password);
    await app.sessions.revokeAll(ada.id);
    const { token } = await app.sessions.open(proven);
    expect(await app.sessions.find(token)).toBeNull();
  });

  test.each([
    ['a new password', () => app.accounts.setPassword(username, 'another long phrase')],
    ['a new role', () => app.accounts.setRole(username, 'clerk')],
  ])('with %s', async (_, change) => {
    const { token } = await app.sessions.open(ada);
    await change();
    expect(await app.sessions.find(token)).toBeNull();
  });

  test('of nobody leaves nothing behind', async () => {
    await app.sessions.revokeAll('nobody');
    expect(await redis.keys('{u:nobody}*')).toEqual([]);
  });

  test('is told to every instance', async () => {
    const ear = new Redis(store.url);
    const heard: SessionsEnded[] = [];
    ear.on('message', (_, text: string) => heard.push(JSON.parse(text) as SessionsEnded));
    await ear.subscribe('sessions:ended');
    const [one, two, current] = [
      await app.sessions.open(ada),
      await app.sessions.open(ada),
      await app.sessions.open(ada),
    ];
    await app.sessions.close(one.token);
    await app.sessions.close(one.token); // nothing ends twice
    await app.sessions.revoke(ada.id, two.session.id);
    await app.sessions.revokeOthers(current.session);
    await app.sessions.revokeAll(ada.id);
    const userId = ada.id;
    await expect
      .poll(() => heard)
      .toEqual([
        { userId, sessionId: one.session.id },
        { userId, sessionId: two.session.id },
        { userId, except: current.session.id },
        { userId },
      ]);
    ear.disconnect();
  });
});

describe('a token', () => {
  test('of a session makes a person, with the rights of their role', async () => {
    const { token, session } = await app.sessions.open(ada);
    expect(await app.authenticate(token)).toEqual({
      kind: 'person',
      userId: ada.id,
      name: username,
      role: 'rider',
      guest: false,
      sessionId: session.id,
      rights: ['read', 'chat'],
    });
  });

  test.each([undefined, null, '', 42, {}, 'a'.repeat(32), DEMO_API_KEY.toUpperCase()])(
    '%j makes nobody',
    async (token) => {
      await expect(app.authenticate(token)).rejects.toMatchObject({ code: 'unauthenticated' });
    },
  );
});
