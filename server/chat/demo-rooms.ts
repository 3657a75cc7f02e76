import type { Redis } from 'ioredis';
import { v5 } from 'uuid';
import type { Person } from '#domain/accounts/right';
import { GENERAL } from '#domain/chat/room';
import { keys } from '#server/redis/keys';
import type { Chat } from './chat';

type DemoName = 'pablo' | 'joe' | 'mary' | 'alex';

/** The demo's people, by whom its rooms are filled. */
export type DemoPeople = Record<DemoName, Person>;

type Line = [by: DemoName, body: string];

const general: Line[] = [
  [
    'pablo',
    'Morning all. Engine 7 is in steam and the 9:40 leaves from platform 2 today. Platform 1 has fresh paint.',
  ],
  ['mary', 'Is the 9:40 stopping at Quarry Halt? I have a school class with me, 24 of them.'],
  ['pablo', '@mary It is. Use the rear coaches, the halt is short. I will tell the guard.'],
  ['joe', 'Ticket window opens at 9. Ten-trip passes work on the shuttle too, people keep asking.'],
  ['alex', 'The north gate was slow to read my card yesterday. Held it flat, then it was fine.'],
  ['joe', '@alex Thanks, I wiped the reader this morning. Tell me if it happens again.'],
  ['mary', 'All 24 aboard, one has already dropped a glove between the rails.'],
];

const lostAndFound: Line[] = [
  ['joe', 'Found on the 16:10: a green umbrella, a child’s left glove and, once more, a single boot.'],
  ['alex', 'The umbrella is mine! Can I pick it up after work?'],
  ['joe', 'Until 18:30 at the ticket window. The boot is still single.'],
];

const operations: Line[] = [
  [
    'pablo',
    'South gate’s relay stuck twice this week. Please leave the side door on the latch while I look at it at noon.',
  ],
  ['joe', 'Will do. Float is counted, 150.00, and the receipt roll is new.'],
  ['pablo', 'Good. Then the side door is yours until I am through, about half past twelve.'],
];

const maryAndPablo: Line[] = [
  ['mary', 'Could we have two minutes longer at Quarry Halt on the way back? Little legs.'],
  ['pablo', 'Two minutes it is. I have put it in the working timetable.'],
];

/**
 * Fills a demo's rooms at its first start. Every step bears an id of its own that is always the same, so that
 * instances that start together, or again after a crash, do it once between them.
 */
export async function fillDemoRooms(redis: Redis, chat: Chat, people: DemoPeople): Promise<void> {
  if (await redis.exists(keys.demoRooms)) return;
  const { pablo, joe, mary, alex } = people;

  await say(GENERAL, general);

  const lost = await chat.create(joe, { id: demoId('lost'), name: 'Lost and found', kind: 'public' });
  for (const person of [alex, mary]) await chat.join(person, lost.id);
  await say(lost.id, lostAndFound);

  const members = [joe.userId];
  const desk = await chat.create(pablo, { id: demoId('ops'), name: 'Operations', kind: 'private', members });
  await say(desk.id, operations);

  const pair = await chat.direct(mary, pablo.userId);
  await say(pair.id, maryAndPablo);

  await redis.set(keys.demoRooms, 1);

  async function say(roomId: string, lines: Line[]): Promise<void> {
    for (const [at, [by, body]] of lines.entries()) {
      await chat.post(people[by], { roomId, id: demoId(`${roomId} ${at}`), body });
    }
  }
}

/** Version 5: told by its name, and without a time that could grow stale. */
const demoId = (name: string): string => v5(`tapline demo ${name}`, v5.URL);
