import { afterEach, beforeEach, expect, test } from 'vitest';
import { GENERAL } from '#domain/chat/room';
import { keys } from '#server/redis/keys';
import { startTestChat, type TestChat } from './chat.testing';
import { fillDemoRooms, type DemoPeople } from './demo-rooms';

let site: TestChat;
let people: DemoPeople;

beforeEach(async () => {
  site = await startTestChat();
  const { person } = site;
  people = { pablo: person('pablo'), joe: person('joe'), mary: person('mary'), alex: person('alex') };
});
afterEach(() => site.stop());

const bodiesIn = async (roomId: string) => {
  const { messages } = await site.chat.history(people.pablo.userId, { roomId, limit: 100 });
  return messages.map(({ body }) => body);
};

test('pablo finds General, Operations and mary; mary no Operations', async () => {
  await fillDemoRooms(site.redis, site.chat, people);
  const pablo = await site.chat.list(people.pablo.userId);
  expect(pablo.rooms[0]).toMatchObject({ id: GENERAL, seq: 7 });
  expect(pablo.rooms.map(({ name }) => name).sort()).toEqual(['General', 'Operations', 'mary']);
  expect(pablo.open.map(({ name }) => name)).toEqual(['Lost and found']);
  const mary = await site.chat.list(people.mary.userId);
  expect(mary.rooms.map(({ name }) => name).sort()).toEqual(['General', 'Lost and found', 'pablo']);
});

test('instances that start together say everything once and in its order', async () => {
  const instances = [site.chat, site.instance(), site.instance()];
  await Promise.all(instances.map((chat) => fillDemoRooms(site.redis, chat, people)));
  const together = await bodiesIn(GENERAL);
  const alone = await startTestChat();
  const others = { pablo: alone.person('pablo'), joe: alone.person('joe'), mary: alone.person('mary') };
  await fillDemoRooms(alone.redis, alone.chat, { ...others, alex: alone.person('alex') });
  const { messages } = await alone.chat.history(null, { roomId: GENERAL, limit: 100 });
  await alone.stop();
  expect(together).toEqual(messages.map(({ body }) => body));
});

test('a start that broke off is finished by the next, and a later one changes nothing', async () => {
  await fillDemoRooms(site.redis, site.chat, people);
  await site.redis.del(keys.demoRooms);
  await fillDemoRooms(site.redis, site.chat, people);
  expect(await bodiesIn(GENERAL)).toHaveLength(7);
  await site.chat.post(people.joe, {
    roomId: GENERAL,
    id: '11111111-1111-4111-8111-111111111111',
    body: 'later',
  });
  await fillDemoRooms(site.redis, site.chat, people);
  expect(await bodiesIn(GENERAL)).toHaveLength(8);
});
