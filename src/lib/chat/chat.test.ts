import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RoomList } from '#contract/chat';
import { Refusal } from '#contract/error-codes';
import { failed, ok } from '#contract/result';
import { GENERAL } from '#domain/chat/room';
import { createChat } from './chat.svelte';
import { createKeepsake } from './keepsake';
import { memoryStorage } from './keepsake.testing';
import { scriptedLine } from './line.testing';
import { general, joe, mary, message, room } from './people.testing';

const list = (...rooms: RoomList['rooms']): RoomList => ({ rooms, open: [] });

/** Mary's chat with General open and two messages read. */
function start(storage = memoryStorage(), messages = [message(1), message(2)]) {
  const scripted = scriptedLine();
  const chat = createChat({
    me: mary,
    list: list(general()),
    opening: { room: general(), page: { messages, more: false, rev: 2 } },
    keepsake: createKeepsake(storage, mary.id),
    fetchPeople: (ids) => Promise.resolve([joe].filter(({ id }) => ids.includes(id))),
  });
  return {
    ...scripted,
    chat,
    storage,
    general: chat.conversation(GENERAL),
    stop: chat.follow(scripted.line),
  };
}

const bodies = (chat: ReturnType<typeof start>) => chat.general.messages.map(({ body }) => body);
const unavailable = failed(new Refusal('unavailable', 'No answer'));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a connection', () => {
  test('asks for what was missed since the page was made, and shows it once', async () => {
    const it = start();
    it.connect();
    it.tell('message:posted', { roomId: GENERAL, rev: 4, messages: [message(4)] });
    const asked = await it.answer(
      'room:resume',
      ok({ rooms: { [GENERAL]: { messages: [message(3), message(4)], rev: 4 } } }),
    );
    expect(asked).toEqual({ cursors: { [GENERAL]: 2 } });
    expect(bodies(it)).toEqual(['word 1', 'word 2', 'word 3', 'word 4']);
    expect(it.general.cursor).toBe(4);
  });

  test('reads the list of rooms and who is here, and learns their names', async () => {
    const it = start();
    it.connect();
    await it.answer('room:list', ok(list(general(), room('shed'))));
    await it.answer('presence:list', ok({ online: [mary.id, joe.id] }));
    expect(it.chat.rooms.list.rooms.map(({ name }) => name)).toEqual(['General', 'shed']);
    expect(it.chat.presence.has(joe.id)).toBe(true);
    expect(it.chat.people.get(joe.id)).toEqual(joe);
  });

  test('that is let go leaves no listener and no timer', () => {
    const it = start();
    it.connect();
    it.tell('message:posted', { roomId: GENERAL, rev: 9, messages: [message(9)] });
    it.tell('presence:changed', { userId: joe.id, online: true });
    it.stop();
    expect(it.line.closed).toBe(true);
    expect(it.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an answer that is older than what was heard meanwhile', () => {
  test('takes nothing away from the list of rooms', async () => {
    const it = start();
    it.connect();
    const join = it.chat.rooms.join('shed');
    await it.answer('room:join', ok(room('shed')));
    await join;
    it.tell('message:posted', { roomId: GENERAL, rev: 3, messages: [message(3)] });
    it.tell('room:left', { roomId: 'yard' });
    await it.answer('room:list', ok(list(general(), room('yard', { kind: 'private' }))));
    expect(it.chat.rooms.list.rooms.map(({ id }) => id)).toEqual([GENERAL, 'shed']);
    expect(it.chat.rooms.find(GENERAL)).toMatchObject({ unread: 1, seq: 3 });
    expect(it.chat.rooms.find('yard')).toBeUndefined();
  });

  test('is put right by the next one, whatever was heard before it was asked for', async () => {
    const it = start();
    void it.chat.rooms.refresh();
    it.tell('room:left', { roomId: 'yard' });
    await it.answer('room:list', ok(list(general(), room('yard', { kind: 'private' }))));
    void it.chat.rooms.refresh();
    await it.answer('room:list', ok(list(general(), room('yard', { kind: 'private' }))));
    expect(it.chat.rooms.find('yard')).toBeDefined();
  });

  test('about the rooms is asked for once more, and never twice at a time', async () => {
    const it = start();
    for (const seq of [1, 2, 3]) {
      it.tell('message:posted', {
        roomId: 'direct',
        rev: seq,
        messages: [message(seq, { roomId: 'direct' })],
      });
    }
    expect(it.asked.filter(({ name }) => name === 'room:list')).toHaveLength(1);
    await it.answer('room:list', ok(list(general())));
    await it.answer('room:list', ok(list(general(), room('direct', { kind: 'direct', seq: 3, unread: 3 }))));
    expect(it.chat.rooms.find('direct')).toMatchObject({ unread: 3 });
    expect(it.find('room:list')).toBeUndefined();
  });

  test('brings nobody back who has left', async () => {
    const it = start();
    it.connect();
    it.tell('presence:changed', {
      userId: joe.id,
      online: false,
      more: [{ userId: 'alex-id', online: true }],
    });
    await it.answer('presence:list', ok({ online: [mary.id, joe.id] }));
    expect([...it.chat.presence.online]).toEqual([mary.id, 'alex-id']);
  });

  test('to an earlier connection does not count', async () => {
    const it = start();
    it.connect();
    it.connect();
    const [earlier, later] = it.asked.filter(({ name }) => name === 'presence:list');
    await later?.answer(ok({ online: [mary.id] }));
    await earlier?.answer(ok({ online: [mary.id, joe.id] }));
    expect([...it.chat.presence.online]).toEqual([mary.id]);
  });

  test('about a hole leaves what is still missing to be asked for', async () => {
    const it = start();
    it.tell('room:heads', { heads: { [GENERAL]: 3 } });
    await vi.advanceTimersByTimeAsync(300);
    it.tell('room:heads', { heads: { [GENERAL]: 4 } });
    await it.answer('room:resume', ok({ rooms: { [GENERAL]: { messages: [message(3)], rev: 3 } } }));
    await vi.advanceTimersByTimeAsync(300);
    expect(it.find('room:resume')?.payload).toEqual({ cursors: { [GENERAL]: 3 } });
  });
});

describe('a hole', () => {
  test('is asked for when it has not closed by itself in 300 ms', async () => {
    const it = start();
    it.tell('message:posted', { roomId: GENERAL, rev: 4, messages: [message(4)] });
    await vi.advanceTimersByTimeAsync(299);
    expect(it.find('room:resume')).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await it.answer(
      'room:resume',
      ok({ rooms: { [GENERAL]: { messages: [message(3), message(4)], rev: 4 } } }),
    );
    expect(bodies(it)).toEqual(['word 1', 'word 2', 'word 3', 'word 4']);
  });

  test('that closes by itself is not asked for', async () => {
    const it = start();
    it.tell('message:posted', { roomId: GENERAL, rev: 4, messages: [message(4)] });
    it.tell('message:posted', { roomId: GENERAL, rev: 3, messages: [message(3)] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(it.find('room:resume')).toBeUndefined();
  });

  test('is asked for once, however many frames come after it', async () => {
    const it = start();
    for (const seq of [4, 5, 6])
      it.tell('message:posted', { roomId: GENERAL, rev: seq, messages: [message(seq)] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(it.asked.filter(({ name }) => name === 'room:resume')).toHaveLength(1);
  });

  test('at the end shows by the heads', async () => {
    const it = start();
    it.tell('room:heads', { heads: { [GENERAL]: 3 } });
    await vi.advanceTimersByTimeAsync(300);
    await it.answer('room:resume', ok({ rooms: { [GENERAL]: { messages: [message(3)], rev: 3 } } }));
    expect(bodies(it)).toEqual(['word 1', 'word 2', 'word 3']);
    expect(it.find('room:list')).toBeDefined();
  });
});

describe('a message of one’s own', () => {
  const stored = (id: unknown, seq = 3) =>
    message(seq, { id: String(id), from: { id: mary.id, name: mary.name }, body: 'hello' });

  test('stands there at once, and is stored when the server says so', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    expect(it.chat.outbox.unsent).toMatchObject([{ body: 'hello' }]);
    const id = it.find('message:post')?.payload['id'];
    await it.answer('message:post', ok(stored(id)));
    expect(it.chat.outbox.unsent).toEqual([]);
    expect(bodies(it)).toEqual(['word 1', 'word 2', 'hello']);
    expect(it.chat.rooms.find(GENERAL)).toMatchObject({ seq: 3, read: 3, unread: 0 });
  });

  test('stands there once when its frame is heard before the answer', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    const mine = stored(it.find('message:post')?.payload['id']);
    it.tell('message:posted', { roomId: GENERAL, rev: 3, messages: [mine] });
    expect(it.chat.outbox.unsent).toEqual([]);
    await it.answer('message:post', ok(mine));
    expect(bodies(it)).toEqual(['word 1', 'word 2', 'hello']);
  });

  test.each(['unavailable', 'too_many_requests'] as const)(
    'answered %s it goes out again under the same id',
    async (code) => {
      const it = start();
      it.chat.outbox.add(GENERAL, 'hello');
      const first = await it.answer('message:post', failed(new Refusal(code, 'Not now')));
      await vi.advanceTimersByTimeAsync(500);
      const second = await it.answer('message:post', ok(stored(first['id'])));
      expect(second).toEqual(first);
      expect(it.chat.outbox.unsent).toEqual([]);
    },
  );

  test('waits for the one written before it, in its room', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    it.chat.outbox.add(GENERAL, 'again');
    it.chat.outbox.add('shed', 'elsewhere');
    expect(it.asked.map(({ payload }) => payload['body'])).toEqual(['hello', 'elsewhere']);
    await it.answer('message:post', ok(stored(it.asked[0]?.payload['id'])));
    expect(it.asked.map(({ payload }) => payload['body'])).toEqual(['elsewhere', 'again']);
  });

  test('that was refused keeps its text, holds up no other, and goes again when asked', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    it.chat.outbox.add(GENERAL, 'again');
    const refused = await it.answer('message:post', failed(new Refusal('forbidden', 'not a member')));
    expect(it.chat.outbox.unsent[0]).toMatchObject({ body: 'hello', failed: 'forbidden' });
    expect(it.find('message:post')?.payload['body']).toBe('again');
    await it.answer('message:post', ok(stored(it.find('message:post')?.payload['id'])));
    it.chat.outbox.retry(String(refused['id']));
    expect(it.find('message:post')?.payload).toEqual(refused);
  });

  test.each(['stale_id', 'conflict'] as const)(
    'whose id is spent (%s) goes again under a new one',
    async (code) => {
      const it = start();
      it.chat.outbox.add(GENERAL, 'hello');
      const refused = await it.answer('message:post', failed(new Refusal(code, 'no more')));
      it.chat.outbox.retry(String(refused['id']));
      const next = it.find('message:post')?.payload;
      expect(next).toMatchObject({ body: 'hello' });
      expect(next?.['id']).not.toBe(refused['id']);
      expect(it.chat.outbox.unsent.map(({ id }) => id)).toEqual([next?.['id']]);
      expect(start(it.storage).chat.outbox.unsent).toHaveLength(1);
    },
  );

  test('is not taken for stored by a message of somebody else, or of another room, under its id', () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    const mine = stored(it.find('message:post')?.payload['id']);
    it.tell('message:posted', { roomId: GENERAL, rev: 3, messages: [{ ...mine, from: message(3).from }] });
    it.tell('message:posted', { roomId: 'shed', rev: 3, messages: [{ ...mine, roomId: 'shed' }] });
    expect(it.chat.outbox.unsent).toHaveLength(1);
  });

  test('is left to the next page once this one is let go', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    it.stop();
    await it.answer('message:post', unavailable);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(0);
    it.chat.outbox.flush();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(it.chat.outbox.unsent).toHaveLength(1);
  });

  test('survives a reload, and goes out with the next connection under its id', () => {
    const before = start();
    before.chat.outbox.add(GENERAL, 'hello');
    const { id } = before.chat.outbox.unsent[0] ?? {};
    before.stop();
    const after = start(before.storage);
    expect(after.chat.outbox.unsent).toMatchObject([{ id, body: 'hello' }]);
    after.connect();
    expect(after.find('message:post')?.payload).toEqual({ roomId: GENERAL, id, body: 'hello' });
  });

  test('that the page of after the reload brings already stands there once', () => {
    const before = start();
    before.chat.outbox.add(GENERAL, 'word 2');
    const { id = '' } = before.chat.outbox.unsent[0] ?? {};
    before.stop();
    const after = start(before.storage, [message(1), stored(id, 2)]);
    expect(after.chat.outbox.unsent).toEqual([]);
    after.connect();
    expect(after.find('message:post')).toBeUndefined();
  });

  test('of somebody else who used this browser stays where it is', () => {
    const storage = memoryStorage();
    createKeepsake(storage, joe.id).keep({
      id: 'x',
      roomId: GENERAL,
      body: 'joe’s',
      at: '2026-11-21T09:00:00Z',
    });
    const it = start(storage);
    it.connect();
    expect(it.chat.outbox.unsent).toEqual([]);
    expect(it.find('message:post')).toBeUndefined();
    expect(createKeepsake(storage, joe.id).unsent()).toHaveLength(1);
  });

  test('that was given up is gone after a reload too', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    const { id } = await it.answer('message:post', failed(new Refusal('forbidden', 'not a member')));
    it.chat.outbox.discard(String(id));
    expect(start(it.storage).chat.outbox.unsent).toEqual([]);
  });

  test('that was refused is so after a reload too, and goes out only when asked', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    await it.answer('message:post', failed(new Refusal('forbidden', 'not a member')));
    const after = start(it.storage);
    after.connect();
    expect(after.chat.outbox.unsent).toMatchObject([{ body: 'hello', failed: 'forbidden' }]);
    expect(after.find('message:post')).toBeUndefined();
  });

  test('of somebody signed out waits until they are back', async () => {
    const it = start();
    it.chat.outbox.add(GENERAL, 'hello');
    await it.answer('message:post', failed(new Refusal('unauthenticated', 'who?')));
    expect(it.chat.outbox.unsent).toMatchObject([{ body: 'hello' }]);
    expect(it.chat.outbox.unsent[0]).not.toHaveProperty('failed');
    expect(it.find('message:post')).toBeUndefined();
    it.connect();
    expect(it.find('message:post')?.payload['body']).toBe('hello');
  });
});

describe('reading', () => {
  test('is told once, and clears the badge at once', () => {
    const it = start();
    it.tell('message:posted', { roomId: GENERAL, rev: 3, messages: [message(3, { body: 'hey @mary' })] });
    expect(it.chat.rooms.find(GENERAL)).toMatchObject({ unread: 1, mentions: 1 });
    void it.chat.rooms.markRead(GENERAL, 3);
    void it.chat.rooms.markRead(GENERAL, 3);
    expect(it.chat.rooms.find(GENERAL)).toMatchObject({ unread: 0, mentions: 0, read: 3 });
    expect(it.asked.filter(({ name }) => name === 'read:mark')).toHaveLength(1);
  });

  test('older pages come one at a time, and join on', async () => {
    const it = start();
    const shed = it.chat.conversation('shed');
    void shed.open();
    await it.answer('message:history', ok({ messages: [message(8), message(9)], more: true, rev: 9 }));
    void shed.loadOlder();
    void shed.loadOlder();
    const asked = await it.answer(
      'message:history',
      ok({ messages: [message(6), message(7)], more: true, rev: 9 }),
    );
    expect(asked).toEqual({ roomId: 'shed', before: 8 });
    expect(it.find('message:history')).toBeUndefined();
    expect(shed.messages.map(({ seq }) => seq)).toEqual([6, 7, 8, 9]);
  });

  test('an older page that is refused is not asked for again at once', async () => {
    const it = start();
    const shed = it.chat.conversation('shed');
    void shed.open();
    await it.answer('message:history', ok({ messages: [message(9)], more: true, rev: 9 }));
    void shed.loadOlder();
    await it.answer('message:history', failed(new Refusal('too_many_requests', 'slower')));
    await shed.loadOlder();
    expect(it.find('message:history')).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    void shed.loadOlder();
    expect(it.find('message:history')).toBeDefined();
  });

  test('what is heard before the first page joins on to it', async () => {
    const it = start();
    const shed = it.chat.conversation('shed');
    void shed.open();
    void shed.open();
    expect(it.asked.filter(({ name }) => name === 'message:history')).toHaveLength(1);
    it.tell('message:posted', { roomId: 'shed', rev: 3, messages: [message(3, { roomId: 'shed' })] });
    await it.answer('message:history', ok({ messages: [message(1), message(2)], more: false, rev: 2 }));
    expect(shed.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('a very long talk keeps its end, and the way back', async () => {
    const it = start();
    const all = Array.from({ length: 1_000 }, (_, n) => message(n + 3));
    it.tell('message:posted', { roomId: GENERAL, rev: 1_002, messages: all.slice(0, 998) });
    it.general.shorten();
    expect(it.general.messages).toHaveLength(1_000);
    it.tell('message:posted', { roomId: GENERAL, rev: 1_002, messages: all.slice(998) });
    it.general.shorten();
    expect(it.general.messages).toHaveLength(300);
    expect(it.general.messages.at(-1)?.seq).toBe(1_002);
    void it.general.loadOlder();
    expect(it.find('message:history')?.payload).toEqual({ roomId: GENERAL, before: 703 });
  });

  test('a room that is not there says so; a lost line does not make it so', async () => {
    const it = start();
    const shed = it.chat.conversation('shed');
    void shed.open();
    await it.answer('message:history', unavailable);
    expect(shed.state).toBe('loading');
    it.connect();
    await it.answer('message:history', failed(new Refusal('not_found', 'no such room')));
    expect(shed.state).toBe('missing');
  });
});

describe('a room one comes back to', () => {
  const back = room('shed', { rev: 5, seq: 5 });

  test('is caught up with what was said while one was away', async () => {
    const it = start();
    const shed = it.chat.conversation('shed');
    void shed.open();
    await it.answer('message:history', ok({ messages: [message(1), message(2)], more: false, rev: 2 }));
    it.tell('room:left', { roomId: 'shed' });
    it.tell('room:changed', { room: back });
    await vi.advanceTimersByTimeAsync(300);
    expect(it.find('room:resume')?.payload).toEqual({ cursors: { shed: 2 } });
  });

  test('is read at last where it was not to be seen before', async () => {
    const it = start();
    const shed = it.chat.conversation('shed');
    void shed.open();
    await it.answer('message:history', failed(new Refusal('not_found', 'no such room')));
    it.tell('room:changed', { room: back });
    await it.answer('message:history', ok({ messages: [message(5)], more: true, rev: 5 }));
    expect(shed.state).toBe('ready');
  });
});

test('a room whose making nobody answered is the same room when it is asked for again', async () => {
  const it = start();
  const make = async (name: string, answer: typeof unavailable) => {
    void it.chat.rooms.create({ name, kind: 'public' });
    return (await it.answer('room:create', answer))['id'];
  };
  const first = await make('Depot', unavailable);
  expect(await make('Depot', failed(new Refusal('forbidden', 'not you')))).toBe(first);
  const third = await make('Depot', unavailable);
  expect(third).not.toBe(first);
  expect(await make('Depot two', unavailable)).not.toBe(third);
});

test('a first message in an unknown room brings the room', async () => {
  const it = start();
  it.tell('message:posted', { roomId: 'direct', rev: 1, messages: [message(1, { roomId: 'direct' })] });
  await it.answer('room:list', ok(list(general(), room('direct', { kind: 'direct', seq: 1, unread: 1 }))));
  expect(it.chat.rooms.find('direct')).toMatchObject({ unread: 1 });
});

test('comings and goings are gathered, and fade', async () => {
  const it = start();
  it.tell('presence:changed', { userId: joe.id, online: true, more: [{ userId: mary.id, online: true }] });
  it.tell('presence:changed', { userId: 'alex-id', online: true });
  it.tell('presence:changed', { userId: 'alex-id', online: false });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(it.chat.comings.lately).toEqual({ came: [joe.id], left: [] });
  expect(it.chat.presence.has('alex-id')).toBe(false);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(it.chat.comings.lately).toEqual({ came: [], left: [] });
});

test('a change of nobody’s presence leaves the faint line as it is', async () => {
  const it = start();
  it.tell('presence:changed', { userId: joe.id, online: true });
  await vi.advanceTimersByTimeAsync(1_500);
  it.tell('presence:changed', { userId: joe.id, online: true });
  await vi.advanceTimersByTimeAsync(5_999);
  expect(it.chat.comings.lately).toEqual({ came: [joe.id], left: [] });
  await vi.advanceTimersByTimeAsync(1);
  expect(it.chat.comings.lately).toEqual({ came: [], left: [] });
});

test('whoever comes next stands there as long as whoever came before', async () => {
  const it = start();
  it.tell('presence:changed', { userId: joe.id, online: true });
  await vi.advanceTimersByTimeAsync(3_000);
  it.tell('presence:changed', { userId: 'alex-id', online: true });
  await vi.advanceTimersByTimeAsync(1_500 + 5_999);
  expect(it.chat.comings.lately).toEqual({ came: ['alex-id'], left: [] });
  await vi.advanceTimersByTimeAsync(1);
  expect(it.chat.comings.lately).toEqual({ came: [], left: [] });
});

test('who is in a room: everybody here, its members who are here, or whom the server names', async () => {
  const it = start();
  it.connect();
  await it.answer('presence:list', ok({ online: [mary.id, joe.id] }));
  expect(await it.chat.whoIsIn(general())).toEqual([mary.id, joe.id]);
  expect(await it.chat.whoIsIn(room('box', { kind: 'private', members: [joe.id, 'alex-id'] }))).toEqual([
    joe.id,
  ]);
  const asked = it.chat.whoIsIn(room('shed'));
  expect(await it.answer('presence:list', ok({ online: ['alex-id'] }))).toEqual({ roomId: 'shed' });
  expect(await asked).toEqual(['alex-id']);
});

test('a direct room in which nobody has written is one’s own, and not in the list', async () => {
  const it = start();
  const direct = room('mary-id:joe-id', { kind: 'direct', name: 'joe' });
  void it.chat.rooms.direct(joe.id);
  await it.answer('room:direct', ok(direct));
  expect(it.chat.rooms.find(direct.id)).toEqual(direct);
  expect(it.chat.rooms.isMine(direct.id)).toBe(true);
  expect(it.chat.rooms.list.rooms.map(({ id }) => id)).toEqual([GENERAL]);
});

test('a direct room that came with the document is one’s own before anybody has written there', () => {
  const direct = room('mary-id:joe-id', { kind: 'direct', name: 'joe' });
  const { rooms } = createChat({
    me: mary,
    list: list(general()),
    opening: { room: direct, page: { messages: [], more: false, rev: 0 } },
    keepsake: createKeepsake(memoryStorage(), mary.id),
    fetchPeople: () => Promise.resolve([]),
  });
  expect(rooms.find(direct.id)).toEqual(direct);
  expect(rooms.isMine(direct.id)).toBe(true);
});

test('what was read is told again when nobody has answered', async () => {
  const it = start();
  it.tell('message:posted', { roomId: GENERAL, rev: 3, messages: [message(3)] });
  void it.chat.rooms.markRead(GENERAL, 3);
  await it.answer('read:mark', unavailable);
  void it.chat.rooms.refresh();
  await it.answer('room:list', ok(list(general({ seq: 3, unread: 1 }))));
  void it.chat.rooms.markRead(GENERAL, 3);
  expect(it.find('read:mark')?.payload).toEqual({ roomId: GENERAL, seq: 3 });
});

test('of notices the newest three stand there, each once, until they are waved away', () => {
  const it = start();
  const notice = (id: string) => ({ id, kind: 'announcement', text: id, at: '2026-11-21T09:00:00Z' });
  for (const id of ['a', 'b', 'c', 'd', 'd']) it.tell('notification', notice(id));
  const ids = () => it.chat.notices.all.map(({ id }) => id);
  expect(ids()).toEqual(['b', 'c', 'd']);
  it.chat.notices.dismiss('c');
  expect(ids()).toEqual(['b', 'd']);
});

test('leaving is done where the room is not there any more, and not where it was refused', async () => {
  const it = start();
  it.connect();
  await it.answer('room:list', ok(list(general(), room('shed'), room('yard'))));
  const ids = () => it.chat.rooms.list.rooms.map(({ id }) => id);
  const [shed, yard] = [it.chat.rooms.leave('shed'), it.chat.rooms.leave('yard')];
  await it.answer('room:leave', failed(new Refusal('not_found', 'There is no such room')));
  await it.answer('room:leave', failed(new Refusal('forbidden', 'No')));
  expect(await Promise.all([shed, yard])).toEqual([null, 'forbidden']);
  expect(ids()).toEqual([GENERAL, 'yard']);
});
