import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestChat, type TestChat } from './chat.testing';
import { createMembership } from './membership';
import { createRoomIndex, type RoomIndex } from './room-index';
import { createUserRooms, type UserRooms } from './user-rooms';

let site: TestChat;
let userRooms: UserRooms;
let roomIndex: RoomIndex;

beforeAll(async () => {
  site = await startTestChat();
  userRooms = createUserRooms(site.redis);
  roomIndex = createRoomIndex({ membership: createMembership(site.redis), userRooms });
});
afterAll(() => site.stop());

test('a room that somebody has come back into stays in their index', async () => {
  const [mary, joe] = [site.person('mary'), site.person('joe')];
  const { id } = await site.chat.create(mary, { id: v4(), name: 'Yard', kind: 'public' });
  await userRooms.index(joe.userId, id);
  for (const { userId } of [mary, joe]) await roomIndex.drop(userId, id);
  expect(await userRooms.all(mary.userId)).toEqual([id]);
  expect(await userRooms.all(joe.userId)).toEqual([]);
});
