import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomView } from '#contract/chat';
import { asRefusal } from '#contract/error-codes';
import { readerOf } from '#domain/accounts/right';
import { peopleOfDirect } from '#domain/chat/room';
import type { Chat, Seat } from '#server/chat/chat';
import type { Report } from '#server/report';
import { createTurns } from '#server/turns';
import { roomOfTag, socketsOf, tags, type Io, type IoSocket } from './io';
import type { RoomRelay } from './room-relay';

/** Which rooms each socket hears: those its person is in, from the moment they are, and no longer. */
export interface Seats {
  /**
   * Seats a new socket. Without a seat in its rooms it would be deaf: until it has one, whatever it asks about rooms is
   * unavailable.
   */
  take(socket: IoSocket): void;
  /** Somebody is in a room from now on. */
  enter(seat: Seat): void;
  /** Somebody left a room. */
  left(userId: string, roomId: string): void;
  /** Reads memberships again, so that a word that was lost does no lasting harm. Rejects if they cannot be read. */
  recheck(socket: IoSocket): Promise<void>;
  /** A direct room shows itself to both with its first message. */
  opened(roomId: string): void;
}

/** A look at somebody's memberships that is under way; what they leave meanwhile is not to be entered. */
interface Look {
  userId: string | null;
  left: Set<string>;
}

/** When everybody comes back at once they take their seats in turn, rather than all ask and none is answered in time. */
const AT_ONCE = 16;

const LOOK_AGAIN_MS = 500;

/** How many messages may be written while somebody sits down; what is beyond shows as a hole, and is asked for. */
const MISSED = 100;

export function createSeats(io: Io, chat: Chat, relay: RoomRelay, report: Report): Seats {
  const looks = new Set<Look>();
  const turns = createTurns(AT_ONCE);

  function take(socket: IoSocket): void {
    const reader = readerOf(socket.data.principal);
    // First of all, so that whatever changes from here on finds this socket.
    if (reader !== null) void socket.join([tags.user(reader), tags.people]);
    socket.data.seated = Promise.resolve();
    if (socket.data.principal.rights.includes('read')) void sitAsSoonAsPossible(socket);
  }

  async function sitAsSoonAsPossible(socket: IoSocket): Promise<void> {
    let isFirst = true;
    while (socket.connected) {
      try {
        return await recheck(socket);
      } catch (error) {
        if (isFirst) report(error, { seating: readerOf(socket.data.principal) });
        isFirst = false;
        await sleep(LOOK_AGAIN_MS * (1 + Math.random()), undefined, { ref: false });
      }
    }
  }

  /** One look after another: an older one must not undo what a newer one found. */
  function recheck(socket: IoSocket): Promise<void> {
    const settled = socket.data.seated.catch(lookedAnew).then(() => turns('seats', () => settle(socket)));
    socket.data.seated = settled;
    return settled;
  }

  /** Twice: what happened before the rooms were listened to shows in the second reading, what happens later is heard. */
  async function settle(socket: IoSocket): Promise<void> {
    const reader = readerOf(socket.data.principal);
    const look: Look = { userId: reader, left: new Set() };
    looks.add(look);
    try {
      const before = await chat.roomsOf(reader);
      const letGo = await relay.listen(before);
      try {
        const rooms = new Set(await chat.roomsOf(reader));
        for (const roomId of look.left) rooms.delete(roomId);
        const certain = before.filter((roomId) => rooms.has(roomId));
        if (socket.connected) await sit(socket, certain);
      } finally {
        letGo();
      }
    } finally {
      looks.delete(look);
    }
  }

  async function sit(socket: IoSocket, roomIds: readonly string[]): Promise<void> {
    const wanted = new Set(roomIds.map(tags.room));
    for (const tag of socket.rooms) if (roomOfTag(tag) !== null && !wanted.has(tag)) void socket.leave(tag);
    await socket.join([...wanted]);
  }

  function enter(seat: Seat): void {
    sitDown(seat).catch((error: unknown) => {
      // They have left again, and may know no more of the room.
      if (asRefusal(error)) return;
      report(error, { seating: seat.userId });
      // What they would have been shown they find when they come back.
      for (const socket of socketsOf(io, seat.userId)) socket.conn.close();
    });
  }

  async function sitDown({ userId, roomId, seq, quiet }: Seat): Promise<void> {
    const sockets = socketsOf(io, userId);
    if (sockets.length === 0) return;
    await Promise.all(sockets.map(recheck));
    // What was written while they sat down was heard by nobody here.
    const { messages, rev } = await chat.history(userId, { roomId, after: seq, limit: MISSED });
    if (!quiet || messages.length > 0) show(userId, await chat.view(userId, roomId));
    if (messages.length === 0) return;
    for (const socket of seatedIn(userId, roomId)) socket.emit('message:posted', { roomId, rev, messages });
  }

  /** Who has left meanwhile is not shown the room again. */
  const seatedIn = (userId: string, roomId: string): IoSocket[] =>
    socketsOf(io, userId).filter((socket) => socket.rooms.has(tags.room(roomId)));

  function show(userId: string, room: RoomView): void {
    for (const socket of seatedIn(userId, room.id)) socket.emit('room:changed', { room });
  }

  function left(userId: string, roomId: string): void {
    for (const look of looks) if (look.userId === userId) look.left.add(roomId);
    io.local.to(tags.user(userId)).emit('room:left', { roomId });
  }

  function opened(roomId: string): void {
    for (const userId of peopleOfDirect(roomId) ?? []) {
      if (socketsOf(io, userId).length === 0) continue;
      chat.view(userId, roomId).then(
        (room) => show(userId, room),
        (error: unknown) => report(error, { showing: roomId }),
      );
    }
  }

  return { take, enter, left, recheck, opened };
}

/** The look before this one failed; this one finds what there is. */
const lookedAnew = (): void => undefined;
