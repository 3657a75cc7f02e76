import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RoomView } from '#contract/chat';
import type { Person } from '#domain/accounts/right';
import { GENERAL } from '#domain/chat/room';
import { keys } from '#server/redis/keys';
import type { Chat } from './chat';
import { startTestChat, type TestChat } from './chat.testing';

let site: TestChat;
let chat: Chat;
let mary: Person;
let joe: Person;

beforeAll(async () => {
  site = await startTestChat();
  ({ chat } = site);
});
afterAll(() => site.stop());
beforeEach(() => {
  [mary, joe] = [site.person('mary'), site.person('joe')];
});

const make = async (name: string, kind: 'public' | 'private' = 'private', by = mary): Promise<string> =>
  (await chat.create(by, { id: v4(), name, kind })).id;
const say = (roomId: string, body = 'hello', by = mary) => chat.post(by, { roomId, id: v4(), body });
const listed = async ({ userId }: Person, roomId: string): Promise<RoomView | undefined> =>
  (await chat.list(userId)).rooms.find(({ id }) => id === roomId);

describe('the list of rooms', () => {
  test('has General first, then the latest news, then what was made latest', async () => {
    const first = await make('first');
    const second = await make('second');
    const third = await make('third');
    await say(second);
    await say(first);
    const { rooms } = await chat.list(mary.userId);
    expect(rooms.map(({ id }) => id)).toEqual([GENERAL, first, second, third]);
  });

  test('bears each room’s last message as it is now', async () => {
    const roomId = await make('Yard');
    const message = await say(roomId);
    expect(await listed(mary, roomId)).toMatchObject({ seq: 1, rev: 1, last: message });
    const overlay = { rev: 2, body: 'hello!', editedAt: '2026-05-01T08:00:00.000Z' };
    await site.redis.hset(keys.roomOverlay(roomId), 1, JSON.stringify(overlay));
    expect((await listed(mary, roomId))?.last).toEqual({ ...message, ...overlay });
  });

  test('offers public rooms one is not in, by name', async () => {
    const names = ['ferry', 'Engine shed', 'Bar'];
    for (const name of names) await make(name, 'public');
    await make('Vault', 'private');
    const { rooms, open } = await chat.list(joe.userId);
    expect(open.map(({ name }) => name)).toEqual(['Bar', 'Engine shed', 'ferry']);
    expect(rooms.map(({ id }) => id)).toEqual([GENERAL]);
    await say(open[0]?.id ?? '');
    expect((await chat.list(joe.userId)).open[0]).toMatchObject({ unread: 0, mentions: 0, seq: 1 });
  });

  test('is all public rooms to a visitor, and those only', async () => {
    const open = await make('Platform', 'public');
    const closed = await make('Vault', 'private');
    const { rooms, open: offered } = await chat.list(null);
    expect(rooms[0]?.id).toBe(GENERAL);
    expect(rooms.map(({ id }) => id)).toContain(open);
    expect(rooms.map(({ id }) => id)).not.toContain(closed);
    expect(offered).toEqual([]);
    expect((await chat.roomsOf(null)).sort()).toEqual(rooms.map(({ id }) => id).sort());
    await expect(chat.view(null, closed)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('ignores an entry of the index that no row bears out, and takes it away', async () => {
    const foreign = await make('Vault', 'private');
    await site.redis.sadd(keys.userRooms(joe.userId), foreign, v4());
    expect((await chat.roomsOf(joe.userId)).filter((id) => id !== GENERAL)).toEqual([]);
    expect((await chat.list(joe.userId)).rooms.map(({ id }) => id)).toEqual([GENERAL]);
    expect(await site.redis.smembers(keys.userRooms(joe.userId))).toEqual([GENERAL]);
  });

  test('finds a public room whose index entry was lost, and mends it', async () => {
    const roomId = await make('Platform', 'public', joe);
    await site.redis.del(keys.userRooms(joe.userId));
    expect(await listed(joe, roomId)).toBeDefined();
    expect(await chat.roomsOf(joe.userId)).toContain(roomId);
  });

  test('can be read while nothing can be written', async () => {
    const roomId = await make('Yard');
    await site.redis.hdel(keys.userReads(mary.userId), roomId);
    await site.redis.config('SET', 'maxmemory', '1');
    try {
      expect(await listed(mary, roomId)).toMatchObject({ name: 'Yard' });
      await expect(say(roomId)).rejects.toThrow('OOM');
    } finally {
      await site.redis.config('SET', 'maxmemory', '0');
    }
    expect((await say(roomId)).seq).toBe(1);
  });
});

describe('what is unread', () => {
  test('is what others said since one came, up to what one has read', async () => {
    const roomId = await make('Platform', 'public');
    await say(roomId, 'before');
    await chat.join(joe, roomId);
    expect(await listed(joe, roomId)).toMatchObject({ unread: 0, read: 1 });
    for (const body of ['one', 'two', 'three']) await say(roomId, body);
    expect(await listed(joe, roomId)).toMatchObject({ unread: 3, read: 1, seq: 4 });
    expect(await chat.markRead(joe, roomId, 3)).toEqual({ unread: 1, mentions: 0, read: 3 });
    expect(await chat.markRead(joe, roomId, 2)).toEqual({ unread: 1, mentions: 0, read: 3 });
    expect(await listed(joe, roomId)).toMatchObject({ unread: 1, read: 3 });
  });

  test('does not begin in what is not there yet', async () => {
    const roomId = await make('Platform', 'public');
    await chat.join(joe, roomId);
    await say(roomId);
    expect(await chat.markRead(joe, roomId, Number.MAX_SAFE_INTEGER)).toMatchObject({
      unread: 0,
      mentions: 0,
    });
    await say(roomId);
    expect(await listed(joe, roomId)).toMatchObject({ unread: 1, read: 1 });
  });

  test('is nothing after one’s own message', async () => {
    const roomId = await make('Platform', 'public');
    await chat.join(joe, roomId);
    await say(roomId);
    await say(roomId, 'me too', joe);
    expect(await listed(joe, roomId)).toMatchObject({ unread: 0, read: 2 });
    expect(await listed(mary, roomId)).toMatchObject({ unread: 1, read: 1 });
  });

  test('in General begins with the first look', async () => {
    await say(GENERAL);
    expect(await listed(joe, GENERAL)).toMatchObject({ unread: 0 });
    await say(GENERAL);
    expect(await listed(joe, GENERAL)).toMatchObject({ unread: 1 });
  });

  test('is not lost when one leaves and comes back', async () => {
    const roomId = await make('Platform', 'public');
    await chat.join(joe, roomId);
    await chat.leave(joe, roomId);
    await say(roomId);
    await chat.join(joe, roomId);
    expect(await listed(joe, roomId)).toMatchObject({ unread: 1 });
  });

  test('is kept for members only', async () => {
    const roomId = await make('Platform', 'public');
    await say(roomId);
    await expect(chat.markRead(joe, roomId, 1)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await site.redis.hexists(keys.userReads(joe.userId), roomId)).toBe(0);
  });
});

describe('mentions', () => {
  test('are the unread messages of others that call one by name', async () => {
    const roomId = await make('Platform', 'public');
    await chat.join(joe, roomId);
    await say(roomId, '@joe early');
    await chat.markRead(joe, roomId, 1);
    for (const body of ['@Joe look', 'joe', '@joey', 'and (@JOE)']) await say(roomId, body);
    expect(await chat.view(joe.userId, roomId)).toMatchObject({ unread: 4, mentions: 2 });
    expect(await chat.markRead(joe, roomId, 2)).toEqual({ unread: 3, mentions: 1, read: 2 });
    await say(roomId, 'note to myself, @joe', joe);
    expect(await chat.view(joe.userId, roomId)).toMatchObject({ unread: 0, mentions: 0 });
  });

  test('do not count one’s own, nor what was deleted', async () => {
    const roomId = await make('Platform', 'public');
    await chat.join(joe, roomId);
    await say(roomId, '@joe one');
    await say(roomId, '@joe two');
    await site.redis.hset(keys.roomOverlay(roomId), 2, JSON.stringify({ rev: 3, deleted: true }));
    expect(await chat.view(joe.userId, roomId)).toMatchObject({ mentions: 1 });
    await say(roomId, '@mary and @joe', joe);
    await site.redis.hset(keys.userReads(joe.userId), roomId, 0);
    expect(await chat.view(joe.userId, roomId)).toMatchObject({ unread: 3, mentions: 1 });
  });

  test('are looked for in the newest hundred', async () => {
    const roomId = await make('Platform', 'public');
    await chat.join(joe, roomId);
    await say(roomId, '@joe');
    await Promise.all(Array.from({ length: 99 }, () => say(roomId)));
    expect(await chat.view(joe.userId, roomId)).toMatchObject({ unread: 100, mentions: 1 });
    await say(roomId);
    expect(await chat.view(joe.userId, roomId)).toMatchObject({ unread: 101, mentions: 0 });
  });
});
