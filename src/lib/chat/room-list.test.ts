import { describe, expect, test } from 'vitest';
import { GENERAL } from '#domain/chat/room';
import { general, joe, mary, message, room } from './people.testing';
import { withMessages, withoutRoom, withRead, withRoom, withUnread } from './room-list';

const list = { rooms: [general(), room('shed'), room('yard')], open: [room('lost')] };
const names = (rooms: readonly { name: string }[]) => rooms.map(({ name }) => name);
const posted = (roomId: string, ...messages: ReturnType<typeof message>[]) => ({
  roomId,
  rev: messages.at(-1)?.rev ?? 0,
  messages,
});

describe('the list of rooms', () => {
  test('has General first, then the room where somebody spoke last', () => {
    const later = withMessages(list, posted('yard', message(1)), mary);
    expect(names(later.rooms)).toEqual(['General', 'yard', 'shed']);
  });

  test('counts what others say, and who calls one by name', () => {
    const later = withMessages(list, posted(GENERAL, message(3), message(4, { body: '@Mary?' })), mary);
    expect(later.rooms[0]).toMatchObject({ unread: 2, mentions: 1, seq: 4, rev: 4, last: { seq: 4 } });
  });

  test('counts a repeated message once', () => {
    const once = withMessages(list, posted(GENERAL, message(3)), mary);
    expect(withMessages(once, posted(GENERAL, message(3)), mary).rooms[0]).toMatchObject({
      unread: 1,
      seq: 3,
    });
  });

  test('counts nothing of what it knows already', () => {
    const known = withMessages(list, posted(GENERAL, message(3), message(4)), mary);
    const again = withMessages(known, posted(GENERAL, message(3, { body: '@mary' })), mary);
    expect(again.rooms[0]).toMatchObject({ unread: 2, mentions: 0, seq: 4, rev: 4, last: { seq: 4 } });
  });

  test('takes what one says oneself for read', () => {
    const own = message(4, { from: { id: mary.id, name: mary.name } });
    const later = withMessages(list, posted(GENERAL, message(3, { body: '@mary' }), own), mary);
    expect(later.rooms[0]).toMatchObject({ unread: 0, mentions: 0, read: 4 });
  });

  test('shows the last message as it is now', () => {
    const edited = message(2, { rev: 3, body: 'better' });
    expect(withMessages(list, posted(GENERAL, edited), mary).rooms[0]).toMatchObject({
      rev: 3,
      seq: 2,
      unread: 0,
      last: { body: 'better' },
    });
  });

  test('never goes back to an older state of the last message', () => {
    const edited = withMessages(list, posted(GENERAL, message(2, { rev: 4, body: 'best' })), mary);
    const late = withMessages(edited, posted(GENERAL, message(2, { rev: 3, body: 'better' })), mary);
    expect(late.rooms[0]).toMatchObject({ rev: 4, last: { body: 'best' } });
  });

  test('counts nothing for a visitor', () => {
    expect(withMessages(list, posted(GENERAL, message(3)), null).rooms[0]).toMatchObject({
      unread: 0,
      seq: 3,
    });
  });

  test('leaves a room that it does not know to be read', () => {
    expect(withMessages(list, posted('nowhere', message(1)), joe)).toBe(list);
  });

  test('moves a room that is joined or left', () => {
    const joined = withRoom(list, room('lost'));
    expect(names(joined.rooms)).toContain('lost');
    expect(joined.open).toEqual([]);
    const left = withoutRoom(joined, 'lost');
    expect(names(left.rooms)).not.toContain('lost');
    expect(names(left.open)).toEqual(['lost']);
  });

  test('leaves a room where it is when there is no news of it', () => {
    const fresh = { rooms: [general(), room('new'), room('yard', { last: message(1) })], open: [] };
    const renamed = withRoom(fresh, room('yard', { last: message(1), unread: 1 }));
    expect(names(renamed.rooms)).toEqual(['General', 'new', 'yard']);
    expect(names(withRead(fresh, GENERAL, 9).rooms)).toEqual(['General', 'new', 'yard']);
  });

  test('puts a room that is new first, and one that is joined by its last word', () => {
    const talks = {
      rooms: [general(), room('shed', { last: message(3) }), room('yard', { last: message(1) })],
      open: [],
    };
    expect(names(withRoom(talks, room('new')).rooms)).toEqual(['General', 'new', 'shed', 'yard']);
    const joined = withRoom(talks, room('lost', { last: message(2) }));
    expect(names(joined.rooms)).toEqual(['General', 'shed', 'lost', 'yard']);
    const oldest = withRoom({ ...talks, rooms: talks.rooms.slice(0, 2) }, room('lost', { last: message(1) }));
    expect(names(oldest.rooms)).toEqual(['General', 'shed', 'lost']);
    expect(names(withRoom({ rooms: talks.rooms.slice(1), open: [] }, general()).rooms)[0]).toBe('General');
  });

  test('keeps no door to a private room one has left', () => {
    const secret = withRoom(list, room('secret', { kind: 'private' }));
    expect(names(withoutRoom(secret, 'secret').open)).toEqual(['lost']);
  });

  test('follows what is read here and elsewhere', () => {
    const unread = withMessages(list, posted(GENERAL, message(3), message(4, { body: '@mary' })), mary);
    expect(withRead(unread, GENERAL, 3).rooms[0]).toMatchObject({ unread: 1, mentions: 1, read: 3 });
    expect(withRead(unread, GENERAL, 4).rooms[0]).toMatchObject({ unread: 0, mentions: 0, read: 4 });
    const elsewhere = (read: number) => ({ roomId: GENERAL, unread: 0, mentions: 0, read });
    expect(withUnread(unread, elsewhere(4)).rooms[0]).toMatchObject({ unread: 0, read: 4 });
    // What came after the server counted keeps its badge; an older count changes nothing.
    expect(withUnread(unread, elsewhere(3)).rooms[0]).toMatchObject({ unread: 1, read: 3 });
    const read = withUnread(unread, elsewhere(4));
    expect(withUnread(read, elsewhere(3))).toEqual(read);
  });
});
