import type { PresenceChanged } from '#contract/chat';
import { GENERAL } from '#domain/chat/room';
import { request } from './api';
import { arriveInCrowd, login, loginAs, openLine, type Line, type SignedIn } from './sessions';
import { expect, test } from './test';
import { tell } from './figures';

const changes = (line: Line) =>
  line.heard('presence:changed').flatMap(({ more = [], ...first }: PresenceChanged) => [first, ...more]);

const lastOf = (line: Line, { user }: SignedIn) =>
  changes(line).findLast(({ userId }) => userId === user.id)?.online;

test('two tabs of one person: one closed, still online; both gone, offline at once', async ({ pair }) => {
  const [pablo, mary] = await Promise.all([
    loginAs(pair.one.origin, 'pablo'),
    loginAs(pair.one.origin, 'mary'),
  ]);
  const watcher = await openLine(pair.other.origin, mary.sessionId);
  const tabs = await Promise.all([
    openLine(pair.one.origin, pablo.sessionId),
    openLine(pair.other.origin, pablo.sessionId),
  ]);
  const online = async () => (await request(watcher.socket, 'presence:list', { roomId: GENERAL })).online;
  await expect.poll(online).toContain(pablo.user.id);

  tabs[0].socket.disconnect();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await online()).toContain(pablo.user.id);
  expect(changes(watcher).filter(({ userId }) => userId === pablo.user.id)).toEqual([
    { userId: pablo.user.id, online: true },
  ]);

  const began = performance.now();
  tabs[1].socket.disconnect();
  await expect.poll(() => lastOf(watcher, pablo), { intervals: [5] }).toBe(false);
  expect(performance.now() - began).toBeLessThan(500);
  expect(await online()).not.toContain(pablo.user.id);
  watcher.socket.disconnect();
});

test('a killed process leaves nobody online for longer than a lease', { tag: '@waits' }, async ({ pair }) => {
  test.setTimeout(120_000);
  const [pablo, mary] = await Promise.all([
    loginAs(pair.one.origin, 'pablo'),
    loginAs(pair.one.origin, 'mary'),
  ]);
  const watcher = await openLine(pair.other.origin, mary.sessionId);
  const lost = await openLine(pair.one.origin, pablo.sessionId);
  lost.socket.io.reconnection(false);
  await expect.poll(() => lastOf(watcher, pablo)).toBe(true);
  await pair.one.kill();
  const began = performance.now();
  await expect.poll(() => lastOf(watcher, pablo), { timeout: 70_000 }).toBe(false);
  expect(performance.now() - began).toBeLessThan(66_000); // the lease and one sweep
  const { online } = await request(watcher.socket, 'presence:list', { roomId: GENERAL });
  expect(online).toEqual([mary.user.id]);
  watcher.socket.disconnect();
});

test('a crowd of 500 arrives: all hear and are heard, for few presence frames', async ({ pair }) => {
  test.setTimeout(120_000);
  const CROWD = 500;
  const origins = [pair.one.origin, pair.other.origin];
  const origin = (n: number) => origins[n % 2] ?? '';
  const people: SignedIn[] = [];
  for (let n = 0; n < CROWD; n += 25) {
    const guests = Array.from({ length: 25 }, (_, k) => login(origin(k), { handle: `rider ${n + k}` }));
    people.push(...(await Promise.all(guests)));
  }

  const began = performance.now();
  const [early, ...others] = people as [SignedIn, ...SignedIn[]];
  const first = await openLine(origin(0), early.sessionId);
  const arriving = others.map(({ sessionId }, n) => arriveInCrowd(origin(n), sessionId));
  const lines = [first, ...(await Promise.all(arriving))];
  const everybody = new Set(people.map(({ user }) => user.id));
  const knownTo = async ({ socket }: Line) =>
    (await request(socket, 'presence:list', { roomId: GENERAL })).online.filter((id) => everybody.has(id))
      .length;
  await expect.poll(() => knownTo(first), { timeout: 30_000 }).toBe(CROWD);
  await new Promise((resolve) => setTimeout(resolve, 6_000)); // what is gathered for a crowd has been told by then
  const frames = lines.reduce((sum, line) => sum + line.heard('presence:changed').length, 0);
  tell(`${CROWD} arrived in ${Math.round(performance.now() - began)} ms: ${frames} presence frames`);
  expect(frames).toBeGreaterThan(0);
  expect(frames).toBeLessThanOrEqual(20 * CROWD);

  // Whoever was there first was told of all others, though not one by one.
  const told = new Set(
    changes(first)
      .filter(({ online }) => online)
      .map(({ userId }) => userId),
  );
  for (const { user } of others) expect(told).toContain(user.id);

  for (const { socket } of lines) socket.disconnect();
});
