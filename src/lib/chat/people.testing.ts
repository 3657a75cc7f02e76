import type { Message, RoomView } from '#contract/chat';
import type { Account } from '#domain/accounts/account';
import { GENERAL } from '#domain/chat/room';

export const mary: Account = { id: 'mary-id', username: 'mary', name: 'mary', role: 'rider', guest: false };
export const joe: Account = { id: 'joe-id', username: 'joe', name: 'joe', role: 'clerk', guest: false };

export const message = (seq: number, more: Partial<Message> = {}): Message => ({
  roomId: GENERAL,
  seq,
  rev: seq,
  id: `id-${seq}`,
  from: { id: joe.id, name: joe.name },
  body: `word ${seq}`,
  at: new Date(Date.UTC(2026, 10, 21, 9, seq)).toISOString(),
  ...more,
});

export const general = (more: Partial<RoomView> = {}): RoomView => ({
  id: GENERAL,
  name: 'General',
  kind: 'public',
  unread: 0,
  mentions: 0,
  read: 2,
  seq: 2,
  rev: 2,
  last: message(2),
  ...more,
});

export const room = (id: string, more: Partial<RoomView> = {}): RoomView => ({
  id,
  name: id,
  kind: 'public',
  unread: 0,
  mentions: 0,
  read: 0,
  seq: 0,
  rev: 0,
  ...more,
});
