import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '#domain/accounts/right';
import { directRoomId, GENERAL } from '#domain/chat/room';
import { channels, keys } from '#server/redis/keys';
import type { Chat, Seat } from './chat';
import { startTestChat, type TestChat } from './chat.testing';
import { ensureGeneral } from './general';

let site: TestChat;
let chat: Chat;
let mary: Person;
let joe: Person;
let alex: Person;
const seats: unknown[] = [];
const notified: unknown[] = [];

beforeAll(async () => {
  site = await startTestChat();
  ({ chat } = site);
  await site.bus.subscribe(channels.seats, (seat) => seats.push(seat));
  await site.bus.subscribe(channels.everyUser, (message, channel) => notified.push([channel, message]));
});
afterAll(() => site.stop());
beforeEach(() => {
  [mary, joe, alex] = [site.person('mary'), site.person('joe'), site.person('alex')];
});

type Kind = 'public' | 'private';
const make = (kind: Kind, members?: string[], id = v4()) =>
  chat.create(mary, { id, name: 'Yard', kind, members });
const say = (by: Person, roomId: string) => chat.post(by, { roomId, id: v4(), body: 'hello' });
const isIn = async ({ userId }: Person, roomId: string): Promise<boolean> =>
  (await chat.roomsOf(userId)).includes(roomId);
const seatsIn = (id: string) => seats.filter((seat) => (seat as Seat).roomId === id);
const code = (refusal: string) => ({ code: refusal });

describe('General', () => {
  test('has everybody in it without a row, and is made once', async () => {
    const before = await site.redis.hgetall(keys.room(GENERAL));
    await ensureGeneral(site.redis);
    expect(await site.redis.hgetall(keys.room(GENERAL))).toEqual(before);
    expect(await site.redis.exists(keys.roomMembers(GENERAL))).toBe(0);
    const everybody = [mary.userId, joe.userId];
    expect(await chat.membersAmong(alex.userId, GENERAL, everybody)).toEqual(everybody);
    expect(await isIn(alex, GENERAL)).toBe(true);
  });

  test('is joined by nobody anew, left by nobody, and nobody is invited to it', async () => {
    expect(await chat.join(mary, GENERAL)).toMatchObject({ id: GENERAL, name: 'General', kind: 'public' });
    expect(await site.redis.exists(keys.roomMembers(GENERAL))).toBe(0);
    await expect(chat.leave(mary, GENERAL)).rejects.toMatchObject(code('forbidden'));
    await expect(chat.invite(mary, GENERAL, joe.userId)).rejects.toMatchObject(code('forbidden'));
    await expect(make('public', [], GENERAL)).rejects.toMatchObject(code('conflict'));
  });
});

describe('a room', () => {
  test('is made with its maker in it, and made again is the same', async () => {
    const room = await make('public');
    expect(room).toEqual({
      id: room.id,
      name: 'Yard',
      kind: 'public',
      unread: 0,
      mentions: 0,
      read: 0,
      seq: 0,
      rev: 0,
    });
    expect(await make('public', [], room.id)).toEqual(room);
    expect(await isIn(mary, room.id)).toBe(true);
    expect(await isIn(joe, room.id)).toBe(false);
    await expect
      .poll(() => seatsIn(room.id))
      .toContainEqual({ userId: mary.userId, roomId: room.id, seq: 0 });
  });

  test('of another maker, name or kind does not take its id', async () => {
    const { id } = await make('public');
    const same = { id, name: 'Yard', kind: 'public' } as const;
    await expect(chat.create(joe, same)).rejects.toMatchObject(code('conflict'));
    await expect(chat.create(mary, { ...same, name: 'Shed' })).rejects.toMatchObject(code('conflict'));
    await expect(chat.create(mary, { ...same, kind: 'private' })).rejects.toMatchObject(code('conflict'));
    expect(await chat.view(mary.userId, id)).toMatchObject({ name: 'Yard', kind: 'public' });
    expect(await isIn(joe, id)).toBe(false);
  });

  test('wanted by two at once is one’s', async () => {
    const id = v4();
    const results = await Promise.allSettled(
      [mary, joe].map((maker) => site.instance().create(maker, { id, name: 'Yard', kind: 'private' })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const inside = await Promise.all([mary, joe].map((person) => isIn(person, id)));
    expect(inside.filter(Boolean)).toHaveLength(1);
  });

  test('that is private has the members its maker wished for, all known', async () => {
    const unknown = make('private', [joe.userId, v4()]);
    await expect(unknown).rejects.toMatchObject(code('not_found'));
    const { id, members } = await make('private', [joe.userId, joe.userId, mary.userId]);
    expect(members?.sort()).toEqual([mary.userId, joe.userId].sort());
    expect(await isIn(joe, id)).toBe(true);
    expect((await chat.list(joe.userId)).rooms.map((room) => room.id)).toContain(id);
  });

  test('made again does not bring back who left', async () => {
    const { id } = await make('private', [joe.userId]);
    await chat.leave(joe, id);
    const before = seatsIn(id).length;
    await make('private', [joe.userId], id);
    expect(await isIn(joe, id)).toBe(false);
    await expect.poll(() => seatsIn(id).slice(before)).toMatchObject([{ userId: mary.userId, roomId: id }]);
  });
});

describe('joining', () => {
  test('a public room is open to all, and twice is once', async () => {
    const { id } = await make('public');
    const joined = await chat.join(joe, id);
    expect(await chat.join(joe, id)).toEqual(joined);
    expect(await site.redis.hlen(keys.roomMembers(id))).toBe(2);
    await expect
      .poll(() => seatsIn(id))
      .toContainEqual(expect.objectContaining({ userId: joe.userId, roomId: id }));
    expect(await say(joe, id)).toMatchObject({ seq: 1 });
  });

  test('a private or direct room is for those who are in it', async () => {
    const { id } = await make('private');
    const { id: pair } = await chat.direct(mary, joe.userId);
    for (const roomId of [id, pair, v4(), directRoomId(mary.userId, alex.userId)]) {
      await expect(chat.join(alex, roomId)).rejects.toMatchObject(code('not_found'));
      expect(await isIn(alex, roomId)).toBe(false);
    }
    expect((await chat.join(mary, id)).id).toBe(id);
    expect((await chat.join(joe, pair)).name).toBe('mary');
  });

  test('mends an index that a crash left behind', async () => {
    const { id } = await make('private', [joe.userId]);
    await site.redis.del(keys.userRooms(joe.userId));
    expect(await isIn(joe, id)).toBe(false);
    await chat.join(joe, id);
    expect(await isIn(joe, id)).toBe(true);
  });
});

describe('leaving', () => {
  test('a public room ends what one may write there, and twice is once', async () => {
    const { id } = await make('public');
    await chat.join(joe, id);
    await say(mary, id);
    const heard: unknown[] = [];
    await site.bus.follow(channels.room(id), (event) => heard.push(event));
    expect(await chat.leave(joe, id)).toMatchObject({ id, unread: 0 });
    expect(await chat.leave(joe, id)).toMatchObject({ id });
    await say(mary, id);
    await expect.poll(() => heard).toMatchObject([{ left: joe.userId }, { posted: { seq: 2 } }]);
    expect(await chat.view(joe.userId, id)).toMatchObject({ unread: 0, read: 2 });
    expect(await isIn(joe, id)).toBe(false);
    expect(await site.redis.sismember(keys.userRooms(joe.userId), id)).toBe(0);
    await expect(say(joe, id)).rejects.toMatchObject(code('forbidden'));
  });

  test('a private room makes it as if it were not there', async () => {
    const { id } = await make('private', [joe.userId]);
    await say(mary, id);
    expect(await chat.leave(joe, id)).toMatchObject({ id, unread: 0 });
    await expect(chat.view(joe.userId, id)).rejects.toMatchObject(code('not_found'));
    await expect(chat.history(joe.userId, { roomId: id, limit: 10 })).rejects.toMatchObject(
      code('not_found'),
    );
    await expect(chat.markRead(joe, id, 1)).rejects.toMatchObject(code('not_found'));
    await expect(chat.membersAmong(joe.userId, id, [])).rejects.toMatchObject(code('not_found'));
    expect(await chat.resume(joe.userId, { [id]: 0 })).toEqual({ rooms: {} });
    await expect(chat.leave(joe, id)).rejects.toMatchObject(code('not_found'));
  });

  test('a direct room is not possible', async () => {
    const { id } = await chat.direct(mary, joe.userId);
    await expect(chat.leave(joe, id)).rejects.toMatchObject(code('forbidden'));
    await expect(chat.leave(alex, id)).rejects.toMatchObject(code('not_found'));
  });

  test('and coming at once leaves room and index of one mind', async () => {
    const { id } = await make('public');
    const [here, there] = [site.instance(), site.instance()];
    for (let round = 0; round < 40; round++) {
      await Promise.all([here.join(joe, id), there.leave(joe, id), here.leave(joe, id), there.join(joe, id)]);
      const [row, indexed] = await Promise.all([
        site.redis.hexists(keys.roomMembers(id), joe.userId),
        site.redis.sismember(keys.userRooms(joe.userId), id),
      ]);
      // A stale entry of the index is harmless, a missing one is not.
      if (row) expect(indexed).toBe(1);
      expect(await isIn(joe, id)).toBe(row === 1);
    }
  });
});

describe('an invitation', () => {
  test('brings somebody into a private room and tells them once', async () => {
    const { id } = await make('private');
    const room = await chat.invite(mary, id, joe.userId);
    expect(room.members?.sort()).toEqual([mary.userId, joe.userId].sort());
    expect(await chat.invite(mary, id, joe.userId)).toEqual(room);
    expect(await say(joe, id)).toMatchObject({ seq: 1 });
    await chat.invite(joe, id, alex.userId);
    const toJoe = () => notified.filter((word) => (word as string[])[0] === channels.user(joe.userId));
    await expect.poll(() => notified.length).toBeGreaterThan(1);
    expect(toJoe()).toEqual([
      [
        channels.user(joe.userId),
        {
          id: expect.any(String) as unknown,
          kind: 'invited',
          roomId: id,
          roomName: 'Yard',
          by: 'mary',
          at: expect.stringMatching(/Z$/) as unknown,
        },
      ],
    ]);
    await expect
      .poll(() => seatsIn(id))
      .toContainEqual(expect.objectContaining({ userId: joe.userId, roomId: id }));
  });

  test('needs a member, a private room and somebody known', async () => {
    const [open, closed] = await Promise.all([make('public'), make('private')]);
    const pair = await chat.direct(mary, joe.userId);
    const invite = (by: Person, roomId: string, userId: string) => chat.invite(by, roomId, userId);
    await expect(invite(joe, closed.id, alex.userId)).rejects.toMatchObject(code('not_found'));
    await expect(invite(mary, closed.id, v4())).rejects.toMatchObject(code('not_found'));
    await expect(invite(mary, open.id, alex.userId)).rejects.toMatchObject(code('forbidden'));
    await expect(invite(mary, pair.id, alex.userId)).rejects.toMatchObject(code('forbidden'));
    await expect(invite(alex, pair.id, alex.userId)).rejects.toMatchObject(code('not_found'));
    for (const { id } of [open, closed, pair]) expect(await isIn(alex, id)).toBe(false);
  });
});

describe('a direct room', () => {
  test('is the same from both sides, under the other’s name', async () => {
    const id = directRoomId(mary.userId, joe.userId);
    const [hers, his] = await Promise.all([chat.direct(mary, joe.userId), chat.direct(joe, mary.userId)]);
    expect(hers).toMatchObject({ id, kind: 'direct', name: 'joe' });
    expect(his).toMatchObject({ id, kind: 'direct', name: 'mary' });
    expect(hers.members?.sort()).toEqual([mary.userId, joe.userId].sort());
    await expect
      .poll(() => seatsIn(id))
      .toEqual(
        expect.arrayContaining(
          [mary, joe].map(({ userId }) => ({ userId, roomId: id, seq: 0, quiet: true })),
        ) as unknown,
      );
  });

  test('shows to both sides with the first message, and not before', async () => {
    const { id } = await chat.direct(mary, joe.userId);
    const listed = async ({ userId }: Person) =>
      (await chat.list(userId)).rooms.find((room) => room.id === id);
    expect([await listed(mary), await listed(joe)]).toEqual([undefined, undefined]);
    await say(mary, id);
    expect(await listed(mary)).toMatchObject({ name: 'joe', unread: 0, seq: 1 });
    expect(await listed(joe)).toMatchObject({ name: 'mary', unread: 1, seq: 1 });
    expect((await chat.list(alex.userId)).open.map((room) => room.id)).not.toContain(id);
  });

  test('shows even if making it broke off before the other side’s index', async () => {
    const { id } = await chat.direct(mary, joe.userId);
    await site.redis.del(keys.userRooms(joe.userId), keys.userReads(joe.userId));
    await say(mary, id);
    const { rooms } = await chat.list(joe.userId);
    expect(rooms.find((room) => room.id === id)).toMatchObject({ unread: 1 });
  });

  test('is not with oneself, nor with nobody', async () => {
    await expect(chat.direct(mary, mary.userId)).rejects.toMatchObject(code('invalid'));
    await expect(chat.direct(mary, v4())).rejects.toMatchObject(code('not_found'));
  });
});
