import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GENERAL } from '#domain/chat/room';
import { keys } from '#server/redis/keys';
import { startTestChat, type TestChat } from './chat.testing';
import { createUserRooms, type UserRooms } from './user-rooms';

const HOUR_MS = 3_600_000;
let site: TestChat;
let userRooms: UserRooms;

beforeAll(async () => {
  site = await startTestChat();
  userRooms = createUserRooms(site.redis);
});
afterAll(() => site.stop());

const lives = (userId: string): Promise<number[]> =>
  Promise.all([keys.userRooms(userId), keys.userReads(userId)].map((key) => site.redis.pttl(key)));

test.each<[string, (userId: string) => Promise<unknown>]>([
  ['come into a room', (userId) => userRooms.enter(userId, GENERAL, 7)],
  ['come back into the only one', (userId) => userRooms.index(userId, GENERAL)],
  ['read before anything is kept with them', (userId) => userRooms.markRead(userId, GENERAL, 7)],
])('what is kept with guests who %s goes when they do', async (_, act) => {
  const guest = v4();
  await site.redis.hset(keys.user(guest), 'guest', 1);
  await site.redis.pexpire(keys.user(guest), HOUR_MS);
  await act(guest);
  const kept = (await lives(guest)).filter((left) => left !== -2);
  expect(kept.length).toBeGreaterThan(0);
  for (const left of kept) {
    expect(left).toBeGreaterThan(HOUR_MS - 10_000);
    expect(left).toBeLessThanOrEqual(HOUR_MS);
  }
});

test('what is kept with an account stays', async () => {
  const rider = v4();
  await site.redis.hset(keys.user(rider), 'guest', 0);
  await userRooms.enter(rider, GENERAL, 7);
  await userRooms.markRead(rider, GENERAL, 9);
  expect(await lives(rider)).toEqual([-1, -1]);
  expect(await userRooms.readOf(rider, GENERAL)).toBe(9);
});
