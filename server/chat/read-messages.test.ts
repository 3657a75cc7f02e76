import fc from 'fast-check';
import { v4 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Message, RoomChanges } from '#contract/chat';
import type { Person } from '#domain/accounts/right';
import type { Overlay } from '#domain/chat/message';
import { keys } from '#server/redis/keys';
import type { Chat } from './chat';
import { startTestChat, type TestChat } from './chat.testing';
import { runs } from '../../tests/kit/deep';

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
const say = (roomId: string, body = 'hello') => chat.post(mary, { roomId, id: v4(), body });
const sayMany = (roomId: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => say(roomId, `message ${at + 1}`)));
const seqs = ({ messages }: { messages: Message[] }) => messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** One step of a random history; messages are numbered within it. */
type Step =
  | { kind: 'post' }
  | { kind: 'edit'; which: number; body: string }
  | { kind: 'delete'; which: number }
  | { kind: 'trim'; keep: number };

/** What an edit, a reaction or a deletion leaves behind. */
async function change(roomId: string, seq: number, overlay: Omit<Overlay, 'rev'>): Promise<void> {
  const rev = ((await chat.heads([roomId]))[roomId] ?? 0) + 1;
  await site.redis.hset(keys.roomOverlay(roomId), seq, JSON.stringify({ ...overlay, rev }));
  await site.redis.xadd(keys.roomChanges(roomId), `${rev}-0`, 'seq', seq);
}

async function resume(roomId: string, cursor: number): Promise<RoomChanges> {
  const { rooms } = await chat.resume(mary.userId, { [roomId]: cursor });
  const changes = rooms[roomId];
  if (!changes) throw new Error('the room is left out');
  return changes;
}

describe('history', () => {
  test('is the newest page, ascending, and says whether there is more', async () => {
    const roomId = await newRoom();
    expect(await chat.history(mary.userId, { roomId, limit: 3 })).toEqual({
      messages: [],
      more: false,
      rev: 0,
    });
    await sayMany(roomId, 3);
    const whole = await chat.history(mary.userId, { roomId, limit: 3 });
    expect(whole).toMatchObject({ more: false, rev: 3 });
    expect(seqs(whole)).toEqual([1, 2, 3]);
    await say(roomId);
    const page = await chat.history(mary.userId, { roomId, limit: 3 });
    expect(page).toMatchObject({ more: true, rev: 4 });
    expect(seqs(page)).toEqual([2, 3, 4]);
  });

  test.each([
    [{ before: 8, limit: 3 }, [5, 6, 7], true],
    [{ before: 4, limit: 3 }, [1, 2, 3], false],
    [{ before: 1, limit: 3 }, [], false],
    [{ before: 0, limit: 3 }, [], false],
    [{ before: 99, limit: 2 }, [9, 10], true],
    [{ after: 4, limit: 3 }, [5, 6, 7], true],
    [{ after: 7, limit: 3 }, [8, 9, 10], false],
    [{ after: 10, limit: 3 }, [], false],
    [{ after: Number.MAX_SAFE_INTEGER, limit: 3 }, [], false],
    [{ after: 2, before: 9, limit: 3 }, [6, 7, 8], true],
    [{ after: 2, before: 5, limit: 3 }, [3, 4], false],
    [{ after: 5, before: 2, limit: 3 }, [], false],
  ])('of ten messages %j is %j', async (page, expected, more) => {
    const roomId = await newRoom();
    await sayMany(roomId, 10);
    const found = await chat.history(null, { roomId, ...page });
    expect(seqs(found)).toEqual(expected);
    expect(found.more).toBe(more);
  });

  test('shows messages as they are now, and is not held up by missing ones', async () => {
    const roomId = await newRoom();
    const [first, second] = await sayMany(roomId, 4);
    await change(roomId, 1, { body: 'edited', editedAt: '2026-05-01T08:00:00.000Z' });
    await change(roomId, 2, { deleted: true });
    await site.redis.xdel(keys.roomMessages(roomId), '3-0');
    const { messages, rev } = await chat.history(mary.userId, { roomId, limit: 3 });
    expect(messages).toEqual([
      { ...first, rev: 5, body: 'edited', editedAt: '2026-05-01T08:00:00.000Z' },
      { ...second, rev: 6, body: '', deleted: true },
      expect.objectContaining({ seq: 4, rev: 4 }),
    ]);
    expect(rev).toBe(6);
  });

  test('of a private or direct room is for its people, of a public one for all', async () => {
    const [open, closed] = await Promise.all([newRoom('public'), newRoom('private')]);
    const { id: pair } = await chat.direct(mary, joe.userId);
    const alex = site.person('alex');
    const read = (reader: string | null, roomId: string) => chat.history(reader, { roomId, limit: 1 });
    for (const reader of [null, alex.userId]) {
      await expect(read(reader, open)).resolves.toBeTruthy();
      for (const roomId of [closed, pair, v4()]) {
        await expect(read(reader, roomId)).rejects.toMatchObject({ code: 'not_found' });
      }
    }
    await expect(read(mary.userId, closed)).resolves.toBeTruthy();
    await expect(read(joe.userId, pair)).resolves.toBeTruthy();
  });
});

describe('resuming', () => {
  test('many rooms in which much was said brings some of each, and not more than one answer bears', async () => {
    const ids = await Promise.all(Array.from({ length: 15 }, () => newRoom()));
    for (const roomId of ids) await sayMany(roomId, 150);
    const { rooms } = await chat.resume(mary.userId, Object.fromEntries(ids.map((id) => [id, 0])));
    expect(Object.keys(rooms).sort()).toEqual([...ids].sort());
    const all = Object.values(rooms);
    const count = all.reduce((sum, { messages }) => sum + messages.length, 0);
    expect(count).toBeLessThanOrEqual(2_000 + ids.length);
    expect(all.filter(({ reset }) => !reset).length).toBe(13);
    // The others begin anew with the newest that there was room for.
    for (const { messages, rev } of all.filter(({ reset }) => reset)) {
      expect(rev).toBe(150);
      expect(messages.length).toBeGreaterThan(0);
      expect(messages.at(-1)?.seq).toBe(150);
    }
  });

  test('an empty room, or one that did not change, brings nothing', async () => {
    const roomId = await newRoom();
    expect(await resume(roomId, 0)).toEqual({ messages: [], rev: 0 });
    await sayMany(roomId, 2);
    expect(await resume(roomId, 2)).toEqual({ messages: [], rev: 2 });
  });

  test('brings every message changed since once, in its present state', async () => {
    const roomId = await newRoom();
    const [first] = await sayMany(roomId, 3);
    await change(roomId, 1, { reactions: { '👍': [joe.userId] } });
    await change(roomId, 1, { body: 'edited' });
    const latest = await say(roomId);
    const { messages, rev, reset } = await resume(roomId, 3);
    expect(messages).toEqual([{ ...first, rev: 5, body: 'edited' }, latest]);
    expect([rev, reset]).toEqual([6, undefined]);
  });

  test('leaves out rooms that one may not read, and those that are not there', async () => {
    const [open, closed] = await Promise.all([newRoom('public'), newRoom('private')]);
    await Promise.all([open, closed].map((roomId) => say(roomId)));
    const cursors = { [open]: 0, [closed]: 0, [v4()]: 0 };
    expect(Object.keys((await chat.resume(joe.userId, cursors)).rooms)).toEqual([open]);
    expect(Object.keys((await chat.resume(null, cursors)).rooms)).toEqual([open]);
    expect(Object.keys((await chat.resume(mary.userId, cursors)).rooms)).toEqual([open, closed]);
  });

  test('from ahead of the room starts anew with the newest page', async () => {
    const roomId = await newRoom();
    expect(await resume(roomId, 1)).toEqual({ messages: [], rev: 0, reset: true });
    await sayMany(roomId, 60);
    const { messages, rev, reset } = await resume(roomId, 61);
    expect(seqs({ messages })).toEqual(range(11, 60));
    expect([rev, reset]).toEqual([60, true]);
  });

  test('from before the kept changes starts anew, from their edge it does not', async () => {
    const roomId = await newRoom();
    await sayMany(roomId, 10);
    await site.redis.xtrim(keys.roomChanges(roomId), 'MINID', '5-0');
    expect(await resume(roomId, 3)).toMatchObject({ rev: 10, reset: true });
    const edge = await resume(roomId, 4);
    expect(edge.reset).toBeUndefined();
    expect(seqs(edge)).toEqual(range(5, 10));
    await site.redis.xtrim(keys.roomChanges(roomId), 'MAXLEN', 0);
    expect(await resume(roomId, 9)).toMatchObject({ rev: 10, reset: true });
    expect(await resume(roomId, 10)).toEqual({ messages: [], rev: 10 });
  });

  test('after more than 200 changed messages starts anew', async () => {
    const roomId = await newRoom();
    await sayMany(roomId, 201);
    const near = await resume(roomId, 1);
    expect(near.reset).toBeUndefined();
    expect(seqs(near)).toEqual(range(2, 201));
    const far = await resume(roomId, 0);
    expect(far.reset).toBe(true);
    expect(seqs(far)).toEqual(range(152, 201));
  });

  test('after more than a thousand changes starts anew, whatever they changed', async () => {
    const roomId = await newRoom();
    await say(roomId);
    const reacting = site.redis.pipeline();
    for (const rev of range(2, 1_002)) reacting.xadd(keys.roomChanges(roomId), `${rev}-0`, 'seq', 1);
    await reacting.exec();
    expect(await resume(roomId, 1)).toMatchObject({ rev: 1_002, reset: true });
    const near = await resume(roomId, 2);
    expect(near.reset).toBeUndefined();
    expect(seqs(near)).toEqual([1]);
  });

  test('from anywhere, after anything, leaves one with what a fresh look shows', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('post') }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('edit'), which: fc.nat(), body: fc.string() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), which: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('trim'), keep: fc.nat(5) }) },
    );
    const steps = fc.array(step, { maxLength: 10 });

    const run = async (roomId: string, steps: Step[]): Promise<void> => {
      for (const taken of steps) {
        const { seq } = await chat.view(null, roomId);
        if (taken.kind === 'post') await say(roomId);
        else if (taken.kind === 'trim')
          await site.redis.xtrim(keys.roomChanges(roomId), 'MAXLEN', taken.keep);
        else if (seq > 0) {
          const overlay = taken.kind === 'delete' ? { deleted: true } : { body: taken.body };
          await change(roomId, 1 + (taken.which % seq), overlay);
        }
      }
    };

    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        const roomId = await newRoom();
        await run(roomId, before);
        const held = await chat.history(null, { roomId, limit: 100 });
        await run(roomId, after);
        const fresh = await chat.history(null, { roomId, limit: 100 });
        const { messages, rev, reset } = await resume(roomId, held.rev);
        const kept = new Map((reset ? [] : held.messages).map((message) => [message.seq, message]));
        for (const message of messages) kept.set(message.seq, message);
        expect({ messages: [...kept.values()], rev }).toEqual({ messages: fresh.messages, rev: fresh.rev });
      }),
      { numRuns: runs(200) },
    );
  });
});

test('the heads of rooms are their newest revs, 0 before the first change', async () => {
  const [silent, busy] = [await newRoom(), await newRoom()];
  await sayMany(busy, 2);
  await change(busy, 1, { deleted: true });
  const unknown = v4();
  expect(await chat.heads([silent, busy, unknown])).toEqual({ [silent]: 0, [busy]: 3, [unknown]: 0 });
  expect(await chat.heads([])).toEqual({});
});
