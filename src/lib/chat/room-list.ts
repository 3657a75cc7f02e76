import type { MessagesPosted, RoomList, RoomView, Unread } from '#contract/chat';
import { byName } from '#domain/accounts/account';
import { mentions } from '#domain/chat/message';
import { GENERAL } from '#domain/chat/room';

/** Who reads; null for a visitor. */
export type Me = { id: string; name: string } | null;

/** With a room that one is in now, or that has changed. It moves when there is news of it. */
export function withRoom({ rooms, open }: RoomList, room: RoomView): RoomList {
  const known = rooms.findIndex(({ id }) => id === room.id);
  const others = rooms.filter(({ id }) => id !== room.id);
  const stays = known >= 0 && lastAt(rooms[known]) === lastAt(room);
  return {
    rooms: others.toSpliced(stays ? known : placeFor(room, others), 0, room),
    open: open.filter(({ id }) => id !== room.id),
  };
}

/** Without a room that one is no longer in. A public one stays open to come back. */
export function withoutRoom({ rooms, open }: RoomList, roomId: string): RoomList {
  const left = rooms.filter(({ id, kind }) => id === roomId && kind === 'public');
  return {
    rooms: rooms.filter(({ id }) => id !== roomId),
    open: [...open, ...left].sort(byName),
  };
}

/** After messages were heard. The same list if the room is not in it. */
export function withMessages(list: RoomList, posted: MessagesPosted, me: Me): RoomList {
  const room = list.rooms.find(({ id }) => id === posted.roomId);
  return room ? withRoom(list, after(room, posted, me)) : list;
}

/** After one has read up to a message. */
export function withRead(list: RoomList, roomId: string, seq: number): RoomList {
  const room = list.rooms.find(({ id }) => id === roomId);
  if (!room || seq <= room.read) return list;
  const unread = Math.max(0, room.seq - seq);
  return withRoom(list, { ...room, read: seq, unread, mentions: unread > 0 ? room.mentions : 0 });
}

/** After one has read on another device. What has come since the server counted is unread as well. */
export function withUnread(list: RoomList, { roomId, ...counted }: { roomId: string } & Unread): RoomList {
  const room = list.rooms.find(({ id }) => id === roomId);
  if (!room || counted.read < room.read) return list;
  return withRoom(list, { ...room, ...counted, unread: Math.max(0, room.seq - counted.read) });
}

function after(room: RoomView, { rev, messages }: MessagesPosted, me: Me): RoomView {
  const next = { ...room, rev: Math.max(room.rev, rev) };
  for (const message of messages) {
    const isNewest = message.seq >= next.seq && message.rev > (next.last?.rev ?? 0);
    if (isNewest) next.last = message;
    if (message.seq <= next.seq) continue;
    next.seq = message.seq;
    if (message.from.id === me?.id) Object.assign(next, { read: message.seq, mentions: 0 });
    else if (me && mentions(message.body, me.name)) next.mentions += 1;
  }
  // Whoever only looks in has read nothing and misses nothing.
  next.unread = me ? next.seq - next.read : 0;
  return next;
}

/** General first, then by the last word spoken; a room in which there is none is news itself. */
function placeFor(room: RoomView, others: readonly RoomView[]): number {
  if (room.id === GENERAL) return 0;
  const place = others.findIndex(
    (other) => other.id !== GENERAL && (!room.last || lastAt(other) <= room.last.at),
  );
  return place < 0 ? others.length : place;
}

const lastAt = (room: RoomView | undefined): string => room?.last?.at ?? '';
