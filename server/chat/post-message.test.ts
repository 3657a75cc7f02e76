import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '#domain/accounts/right';
import { GENERAL } from '#domain/chat/room';
import { channels, keys } from '#server/redis/keys';
import type { Chat, RoomEvent } from './chat';
import { startTestChat, type TestChat } from './chat.testing';
import { roomEvent } from './room-event';

const DAY = 24 * 3_600_000;

let site: TestChat;
let chat: Chat;
let mary: Person;
let joe: Person;

beforeAll(async () => {
  site = await startTestChat();
  ({ chat } = site);
  [mary, joe] = [site.person('mary'), site.person('joe')];
});
afterAll(() => site.stop());

const newRoom = async (kind: 'public' | 'private' = 'public'): Promise<string> =>
  (await chat.create(mary, { id: v4(), name: 'Yard', kind })).id;
const say = (roomId: string, body: string, id = v7(), by = mary) => chat.post(by, { roomId, id, body });
const all = async (roomId: string) =>
  (await chat.history(mary.userId, { roomId, limit: 100 })).messages.map(({ seq, rev, body }) => ({
    seq,
    rev,
    body,
  }));

/** What is heard of a room from now on. */
async function hear(roomId: string): Promise<RoomEvent[]> {
  const heard: RoomEvent[] = [];
  await site.bus.follow(channels.room(roomId), (message) => heard.push(roomEvent(message)));
  return heard;
}

describe('a message', () => {
  test('is stored with its sender, place and time, and told as it is answered', async () => {
    const roomId = await newRoom();
    const heard = await hear(roomId);
    const id = v7();
    const before = Date.now();
    const message = await say(roomId, 'The 9:40 is late', id);
    expect(message).toEqual({
      roomId,
      seq: 1,
      rev: 1,
      id,
      from: { id: mary.userId, name: 'mary' },
      body: 'The 9:40 is late',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
    });
    expect(Math.abs(Date.parse(message.at) - before)).toBeLessThan(5_000);
    expect((await chat.history(joe.userId, { roomId, limit: 1 })).messages).toEqual([message]);
    await expect.poll(() => heard).toEqual([{ posted: message }]);
  });

  test('bears the mark of a guest, and the name its writer had then', async () => {
    const roomId = GENERAL;
    const guest = { ...site.person('passer-by'), guest: true };
    const id = v7();
    const first = await say(roomId, 'hello', id, guest);
    expect(first.from).toEqual({ id: guest.userId, name: 'passer-by', guest: true });
    expect(await say(roomId, 'hello', id, { ...guest, name: 'renamed' })).toEqual(first);
  });

  test('may answer an earlier one, and nothing that is not there', async () => {
    const roomId = await newRoom();
    await say(roomId, 'one');
    const reply = await chat.post(mary, { roomId, id: v7(), body: 'two', replyTo: 1 });
    expect(reply).toMatchObject({ seq: 2, replyTo: 1 });
    const toItself = chat.post(mary, { roomId, id: v7(), body: 'three', replyTo: 3 });
    await expect(toItself).rejects.toMatchObject({ code: 'invalid' });
    expect(await all(roomId)).toHaveLength(2);
  });

  test('said three times under three ids is three', async () => {
    const roomId = await newRoom();
    for (let time = 0; time < 3; time++) await say(roomId, 'Mind the gap');
    expect((await all(roomId)).map(({ body }) => body)).toEqual(Array(3).fill('Mind the gap'));
  });

  test.each([
    '1<2 & 3>2 <script>alert(1)</script>',
    '{}',
    '[]',
    'null',
    '"]}\\',
    '\u0000 and \u001f',
    'half of a pair: \ud83d, the other: \ude00',
    '😀'.repeat(2_000),
    '["'.repeat(2_000),
    '\u2028\u2029 \u202e',
    '99999999999999999999999999',
    '%s %d \\u0041 \\n',
  ])('comes back as it was typed: %j', async (body) => {
    const roomId = await newRoom();
    const heard = await hear(roomId);
    const id = v7();
    expect((await say(roomId, body, id)).body).toBe(body);
    expect((await say(roomId, body, id)).body).toBe(body);
    expect((await chat.history(null, { roomId, limit: 1 })).messages[0]?.body).toBe(body);
    expect((await chat.resume(null, { [roomId]: 0 })).rooms[roomId]?.messages[0]?.body).toBe(body);
    expect((await chat.view(null, roomId)).last?.body).toBe(body);
    await expect.poll(() => heard).toMatchObject([{ posted: { body } }]);
  });
});

describe('a message sent again', () => {
  test('eight times at once is one, with one answer', async () => {
    const roomId = await newRoom();
    const heard = await hear(roomId);
    const id = v7();
    const instances = Array.from({ length: 8 }, (_, at) => (at % 2 ? site.instance() : chat));
    const answers = await Promise.all(
      instances.map((instance) => instance.post(mary, { roomId, id, body: 'x' })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await all(roomId)).toEqual([{ seq: 1, rev: 1, body: 'x' }]);
    await say(roomId, 'after');
    await expect.poll(() => heard.length).toBe(2);
  });

  test('with another body, reply or sender is a conflict and changes nothing', async () => {
    const roomId = await newRoom();
    const id = v7();
    await chat.join(joe, roomId);
    await say(roomId, 'first');
    await say(roomId, 'mine', id);
    await expect(say(roomId, 'other', id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(say(roomId, 'mine', id, joe)).rejects.toMatchObject({ code: 'conflict' });
    const reply = chat.post(mary, { roomId, id, body: 'mine', replyTo: 1 });
    await expect(reply).rejects.toMatchObject({ code: 'conflict' });
    expect(await all(roomId)).toHaveLength(2);
  });

  test('by who left meanwhile gets its answer; a stranger learns nothing from its id', async () => {
    const roomId = await newRoom('private');
    const id = v7();
    const first = await say(roomId, 'bye', id);
    await expect(say(roomId, 'bye', id, joe)).rejects.toMatchObject({ code: 'not_found' });
    await chat.leave(mary, roomId);
    expect(await say(roomId, 'bye', id)).toEqual(first);
    await expect(say(roomId, 'again')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is answered for seven days, and its body is not kept for that', async () => {
    const roomId = await newRoom();
    const id = v7();
    await say(roomId, 'a secret of some length', id);
    const answer = keys.roomAnswer(roomId, id);
    expect(await site.redis.ttl(answer)).toBeGreaterThan((7 * DAY) / 1000 - 10);
    expect(await site.redis.get(answer)).not.toContain('secret');
  });

  test('after that is refused by its id’s own time, unless it has none', async () => {
    const roomId = await newRoom();
    const made = (msecs: number) => v7({ msecs });
    const stale = say(roomId, 'old', made(Date.now() - 7 * DAY - 60_000));
    await expect(stale).rejects.toMatchObject({ code: 'stale_id' });
    expect(await all(roomId)).toEqual([]);
    await say(roomId, 'just in time', made(Date.now() - 7 * DAY + 60_000));
    await say(roomId, 'from a clock ahead', made(Date.now() + DAY));
    await say(roomId, 'without a time', v4());
    expect(await all(roomId)).toHaveLength(3);
  });
});

describe('who may write', () => {
  test('members may; others are told of public rooms only', async () => {
    const [open, closed] = await Promise.all([newRoom('public'), newRoom('private')]);
    await expect(say(open, 'x', v7(), joe)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(say(closed, 'x', v7(), joe)).rejects.toMatchObject({ code: 'not_found' });
    await expect(say(v4(), 'x', v7(), joe)).rejects.toMatchObject({ code: 'not_found' });
    expect([...(await all(open)), ...(await all(closed))]).toEqual([]);
    expect((await say(GENERAL, 'x', v7(), joe)).roomId).toBe(GENERAL);
  });

  test('nobody may in a direct room that was not made, and a third never', async () => {
    const alex = site.person('alex');
    const roomId = [mary.userId, joe.userId].sort().join(':');
    await expect(say(roomId, 'x')).rejects.toMatchObject({ code: 'not_found' });
    expect(await site.redis.exists(keys.room(roomId), keys.roomMessages(roomId))).toBe(0);
    await chat.direct(mary, joe.userId);
    await say(roomId, 'hello', v7(), joe);
    await expect(say(roomId, 'x', v7(), alex)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the order of a room', () => {
  test('is without gaps and heard as it was stored, from four instances', async () => {
    const roomId = await newRoom();
    const heard = await hear(roomId);
    const instances = [chat, site.instance(), site.instance(), site.instance()];
    const posts = instances.flatMap((instance, which) =>
      Array.from({ length: 50 }, (_, at) =>
        instance.post(mary, { roomId, id: v7(), body: `${which}: ${at}` }),
      ),
    );
    const answers = await Promise.all(posts);
    const places = answers.map(({ seq }) => seq).sort((one, other) => one - other);
    expect(places).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
    await expect.poll(() => heard.length).toBe(200);
    const told = heard.map((event) => ('posted' in event ? event.posted : null));
    expect(told.map((message) => message?.seq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
    expect(told.map((message) => message?.rev)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
    const byId = new Map(answers.map((message) => [message.id, message]));
    for (const message of told) expect(message).toEqual(byId.get(message?.id ?? ''));
  });

  test('goes on where it was when messages were deleted or trimmed', async () => {
    const roomId = await newRoom();
    for (const body of ['one', 'two', 'three']) await say(roomId, body);
    await site.redis.xdel(keys.roomMessages(roomId), '3-0');
    expect(await say(roomId, 'four')).toMatchObject({ seq: 4, rev: 4 });
    await site.redis.xtrim(keys.roomMessages(roomId), 'MAXLEN', 0);
    await site.redis.xtrim(keys.roomChanges(roomId), 'MAXLEN', 0);
    expect(await chat.heads([roomId])).toEqual({ [roomId]: 4 });
    expect(await chat.view(mary.userId, roomId)).toMatchObject({ seq: 4, rev: 4, unread: 0 });
    expect(await say(roomId, 'five')).toMatchObject({ seq: 5, rev: 5 });
    expect(await all(roomId)).toEqual([{ seq: 5, rev: 5, body: 'five' }]);
  });

  test('has nothing of somebody after their leaving', async () => {
    const other = site.instance();
    for (let round = 0; round < 20; round++) {
      const roomId = await newRoom();
      await chat.join(joe, roomId);
      const heard = await hear(roomId);
      const talking = talkUntilRefused(other, roomId);
      await chat.leave(joe, roomId);
      const { said, refusal } = await talking;
      expect(refusal).toMatchObject({ code: 'forbidden' });
      const posted = Array.from({ length: said }, (_, at) => ({ posted: { seq: at + 1 } }));
      await expect.poll(() => heard).toMatchObject([...posted, { left: joe.userId }]);
      expect((await chat.view(mary.userId, roomId)).seq).toBe(said);
      expect(await chat.membersAmong(null, roomId, [mary.userId, joe.userId])).toEqual([mary.userId]);
    }
  });

  async function talkUntilRefused(
    instance: Chat,
    roomId: string,
  ): Promise<{ said: number; refusal: unknown }> {
    for (let said = 0; ; said++) {
      try {
        await instance.post(joe, { roomId, id: v7(), body: `${said}` });
      } catch (refusal) {
        return { said, refusal };
      }
    }
  }
});

test('a message is stored even when noting how far its writer has read fails', async () => {
  const roomId = await newRoom();
  await site.redis.del(keys.userReads(mary.userId));
  await site.redis.set(keys.userReads(mary.userId), 'not a hash');
  await expect(say(roomId, 'still here')).resolves.toMatchObject({ seq: 1 });
  await site.redis.del(keys.userReads(mary.userId));
});
