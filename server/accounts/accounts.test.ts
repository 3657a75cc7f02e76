import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#server/app';
import { openTestApp } from '#server/testing';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { DEMO_API_KEY } from './authenticate';
import { DEMO_PASSWORD, demoPeople } from './demo-people';

const password = 'a long enough phrase';
let store: TestRedis;
let redis: Redis;
let app: App;

beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
  app = await openTestApp(store.url, { env: { TAPLINE_DEMO: '0' } });
});
afterAll(async () => {
  await app.close();
  redis.disconnect();
  await store.stop();
});

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code }) as unknown;

const join = (username: string, name?: string) => app.accounts.join({ username, password, name });

describe('joining', () => {
  test('makes a rider who can sign in', async () => {
    const { account, pending } = await join('Ada', 'Ada L.');
    expect(pending).toBe(false);
    expect(account).toMatchObject({ username: 'Ada', name: 'Ada L.', role: 'rider', guest: false });
    expect(await app.accounts.signIn('ada', password)).toEqual(account);
    expect(await app.accounts.find(account.id)).toMatchObject({ username: 'Ada' });
  });

  test('gives one of two who want a name at once the account, and leaves nothing of the other', async () => {
    for (let round = 0; round < 50; round++) {
      const profiles = (await redis.keys('{u:*}')).length;
      const rivals = await Promise.allSettled([join(`rival ${round}`), join(`RIVAL ${round}`)]);
      expect(rivals.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(rivals).toContainEqual({ status: 'rejected', reason: refusal('conflict') });
      expect((await redis.keys('{u:*}')).length).toBe(profiles + 1);
    }
  });

  test('that breaks off leaves no name that leads to nobody', async () => {
    await redis.hset('username:z broken', 'in the way', 1); // Redis refuses to claim it, and not because it is taken
    await expect(join('a broken', 'z broken')).rejects.toThrow('WRONGTYPE');
    expect(await app.accounts.signIn('a broken', password)).toMatchObject({ username: 'a broken' });
  });

  test('gives one of two who want each other’s names both of them', async () => {
    for (let round = 0; round < 20; round++) {
      const names = [`heads ${round}`, `tails ${round}`] as const;
      const rivals = await Promise.allSettled([join(names[0], names[1]), join(names[1], names[0])]);
      expect(rivals.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test.each([
    ['CASE', 'case'],
    ['straße', 'STRASSE'],
    ['ﬁnn', 'finn'], // a ligature
    ['Ｂｏｂ', 'bob'], // full width
    ['José', 'Jose\u0301'],
    ['two  words', 'two words'],
    ['sh\u00ADy', 'shy'], // a soft hyphen
  ])('knows that %j and %j are one name', async (first, second) => {
    await join(first);
    await expect(join(second)).rejects.toEqual(refusal('conflict'));
    expect(await app.accounts.signIn(second, password)).toMatchObject({ name: first.replace('  ', ' ') });
  });

  test('lets nobody be called by the name of another', async () => {
    await join('grace', 'Grace Hopper');
    await expect(join('grace hopper')).rejects.toEqual(refusal('conflict'));
    await expect(join('an impostor', 'Grace')).rejects.toEqual(refusal('conflict'));
    await expect(app.accounts.guest('GRACE HOPPER')).rejects.toEqual(refusal('unauthenticated'));
    // What was refused has taken no name.
    expect((await join('an impostor')).account.username).toBe('an impostor');
    // A display name is nothing to sign in with.
    await expect(app.accounts.signIn('Grace Hopper', password)).rejects.toEqual(refusal('unauthenticated'));
  });

  test.each([
    ['', password],
    ['  ', password],
    ['\u200B', password],
    ['x'.repeat(41), password],
    ['pa\u202Eblo', password],
    ['short', 'seven77'],
    ['long', 'x'.repeat(129)],
    ['common', 'password123'],
    ['Common', 'Football'],
  ])('refuses %j with the password %j', async (username, wanted) => {
    await expect(app.accounts.join({ username, password: wanted })).rejects.toEqual(refusal('invalid'));
  });

  test('counts the characters of a password as people do, and takes it however it is encoded', async () => {
    const emoji = '🚋🚎🚌🚏🚦🚧🎫✨'; // 8 characters
    await app.accounts.join({ username: 'emoji', password: emoji });
    await app.accounts.join({ username: 'accent', password: 'crème brûlée'.normalize('NFD') });
    expect(await app.accounts.signIn('accent', 'crème brûlée'.normalize('NFC'))).toBeTruthy();
    await expect(app.accounts.join({ username: 'few', password: '🚋🚎🚌🚏' })).rejects.toEqual(
      refusal('invalid'),
    );
  });

  test('keeps no password', async () => {
    const { account } = await join('keeper');
    const { passwordHash } = await redis.hgetall(`{u:${account.id}}`);
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('signing in', () => {
  test('fails alike for a wrong password and an unknown name', async () => {
    await join('known');
    const messages = await Promise.all(
      ['known', 'unknown', 'x'.repeat(1_000)].map((name) =>
        app.accounts.signIn(name, 'not the password').catch((error: unknown) => (error as Error).message),
      ),
    );
    expect(new Set(messages)).toEqual(new Set(['Wrong name or password']));
  });

  test('as a guest needs a free name, which is then nobody’s', async () => {
    const one = await app.accounts.guest(' Visitor  7 ');
    const other = await app.accounts.guest('visitor 7');
    expect(one).toMatchObject({ username: 'Visitor 7', name: 'Visitor 7', role: 'rider', guest: true });
    expect(other.id).not.toBe(one.id);
    const days = (await redis.ttl(`{u:${one.id}}`)) / 86_400;
    expect(days).toBeGreaterThan(30.9);
    expect(days).toBeLessThanOrEqual(31);
    await join('taken');
    await expect(app.accounts.guest('TAKEN')).rejects.toMatchObject({ message: 'Wrong name or password' });
    await expect(app.accounts.guest(' ')).rejects.toMatchObject({ message: 'Please enter a handle' });
  });
});

describe('the policy', () => {
  test('“invite” asks for a code, which lets one person in', async () => {
    await app.settings.change({ joinPolicy: 'invite' });
    await expect(join('uninvited')).rejects.toEqual(refusal('forbidden'));
    const invite = await app.accounts.invite();
    const rush = await Promise.allSettled(
      ['first', 'second', 'third'].map((username) => app.accounts.join({ username, password, invite })),
    );
    const fates = rush.map(({ status }) => status);
    expect(fates.filter((status) => status === 'fulfilled')).toHaveLength(1);
    // The others left no account behind.
    const names = await Promise.all(
      ['first', 'second', 'third'].map((name) => redis.exists(`username:${name}`)),
    );
    expect(names.filter(Boolean)).toHaveLength(1);
    await expect(app.accounts.join({ username: 'late', password, invite })).rejects.toEqual(
      refusal('forbidden'),
    );
    await app.settings.change({ joinPolicy: 'open' });
  });

  test('“invite” does not use a code up for a name that is taken', async () => {
    await join('occupied');
    const invite = await app.accounts.invite();
    const again = (username: string) => app.accounts.join({ username, password, invite });
    await expect(again('occupied')).rejects.toEqual(refusal('conflict'));
    expect(await again('vacant')).toMatchObject({ pending: false });
  });

  test('“approve” makes people wait', async () => {
    await app.settings.change({ joinPolicy: 'approve' });
    expect(await join('patient')).toMatchObject({ pending: true });
    await expect(app.accounts.signIn('patient', password)).rejects.toEqual(refusal('forbidden'));
    await expect(app.accounts.signIn('patient', 'wrong password')).rejects.toEqual(
      refusal('unauthenticated'),
    );
    await app.accounts.approve('patient');
    expect(await app.accounts.signIn('patient', password)).toMatchObject({ role: 'rider' });
    await expect(app.accounts.approve('patient')).rejects.toEqual(refusal('conflict'));
    await app.settings.change({ joinPolicy: 'open' });
  });
});

describe('the operator', () => {
  test('sets up the first admin by a link that is useless afterwards', async () => {
    const codes = [await app.accounts.setUpCode(), await app.accounts.setUpCode()];
    const rush = await Promise.allSettled(
      codes.map((code, n) => app.accounts.join({ username: `boss ${n}`, password, invite: code ?? '' })),
    );
    const made = rush.flatMap((one) => (one.status === 'fulfilled' ? [one.value.account] : []));
    expect(made).toMatchObject([{ role: 'admin' }]);
    expect(await app.accounts.setUpCode()).toBeNull();
    expect(await redis.smembers('admins')).toEqual(made.map(({ id }) => id));
  });

  test('gives roles, but keeps an admin', async () => {
    await app.accounts.create('chief', password, 'admin');
    await join('dora');
    await app.accounts.setRole('DORA', 'duty');
    expect(await app.accounts.signIn('dora', password)).toMatchObject({ role: 'duty' });
    for (const id of await redis.smembers('admins')) {
      const { username = '' } = (await app.accounts.find(id)) ?? {};
      if (username !== 'chief') await app.accounts.setRole(username, 'rider');
    }
    await expect(app.accounts.setRole('chief', 'rider')).rejects.toEqual(refusal('conflict'));
    await expect(app.accounts.setRole('nobody at all', 'duty')).rejects.toEqual(refusal('not_found'));
  });

  test('changes what every instance knows of a person, and of the site', async () => {
    const other = await openTestApp(store.url, { env: { TAPLINE_DEMO: '0' } });
    const { account } = await join('erin');
    expect(await other.accounts.findMany([account.id, 'unknown'])).toMatchObject([{ role: 'rider' }]);
    expect(await other.settings.read()).toEqual({ joinPolicy: 'open', anonymousReading: false });
    await app.accounts.setRole('erin', 'clerk');
    await app.settings.change({ anonymousReading: true });
    await expect.poll(() => other.accounts.findMany([account.id])).toMatchObject([{ role: 'clerk' }]);
    await expect.poll(() => other.settings.read()).toMatchObject({ anonymousReading: true });
    await app.settings.change({ anonymousReading: false });
    await other.close();
  });
});

test('the demo’s API key exists in demo mode alone', async () => {
  const demo = await openTestApp(store.url);
  expect(await demo.authenticate(DEMO_API_KEY)).toMatchObject({ kind: 'api-key' });
  await expect(app.authenticate(DEMO_API_KEY)).rejects.toEqual(refusal('unauthenticated'));
  await demo.close();
});

describe('demo people', () => {
  test('are made once, whoever starts, and exist in demo mode alone', async () => {
    const demo = await Promise.all([openTestApp(store.url), openTestApp(store.url)]);
    const [first] = demo;
    await expect.poll(() => redis.get('demo-people')).toBe('done');
    for (const { username, id, role } of Object.values(demoPeople)) {
      expect(await first.accounts.signIn(username, DEMO_PASSWORD)).toMatchObject({ id, role });
    }
    const hashes = () =>
      Promise.all(Object.values(demoPeople).map(({ id }) => redis.hget(`{u:${id}}`, 'passwordHash')));
    const made = await hashes();
    const third = await openTestApp(store.url);
    expect(await hashes()).toEqual(made);
    await expect(app.accounts.signIn('pablo', DEMO_PASSWORD)).rejects.toEqual(refusal('unauthenticated'));
    const { session, token } = await first.sessions.open(await first.accounts.signIn('joe', DEMO_PASSWORD));
    expect(session.account.username).toBe('joe');
    expect(await app.sessions.find(token)).toBeNull();
    for (const one of [...demo, third]) await one.close();
  });
});
