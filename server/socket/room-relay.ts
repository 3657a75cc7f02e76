import type { Message } from '#contract/chat';
import { peopleOfDirect } from '#domain/chat/room';
import type { RoomEvent } from '#server/chat/chat';
import { roomEvent } from '#server/chat/room-event';
import type { Bus } from '#server/redis/bus';
import { channels } from '#server/redis/keys';
import { createCoalescer, type Coalescer } from './coalesce';
import { roomOfTag, socketsIn, tags, type Io } from './io';

/**
 * Carries what is committed in rooms to the sockets here that sit in them. Scripts publish each commit on the room's
 * channel, all channels come over one connection, so commits of a room are heard in their order: after somebody left,
 * nothing later reaches them.
 */
export interface RoomRelay {
  /**
   * Listens to rooms; resolves once nothing that is committed in them is missed. From the call of the function that it
   * gives on, only as long as somebody here sits in them.
   */
  listen(roomIds: readonly string[]): Promise<() => void>;
  /** The rooms listened to. */
  rooms(): string[];
  stop(): void;
}

export interface RoomListener {
  /** Somebody left a room; their sockets are out of it already. */
  left(userId: string, roomId: string): void;
  /** The first message was written in a direct room, which shows it to both. */
  opened(roomId: string): void;
}

/** A busy room sends one frame for all that came in this time; a quiet one sends at once. */
const WINDOW_MS = 20;

interface Followed {
  heard: Promise<void>;
  /** How many are about to sit down in it. */
  awaited: number;
  outbox: Coalescer<Message>;
}

export function createRoomRelay(io: Io, bus: Bus, listener: RoomListener): RoomRelay {
  const followed = new Map<string, Followed>();

  function follow(roomId: string): Followed {
    const known = followed.get(roomId);
    if (known) return known;
    const outbox = createCoalescer<Message>(
      () => WINDOW_MS,
      (messages) => send(roomId, messages),
    );
    const heard = bus.follow(channels.room(roomId), (event) => hear(roomId, outbox, roomEvent(event)));
    // A connection that is lost meanwhile is followed by a gap, after which everything is read again.
    heard.catch(() => undefined);
    const room = { heard, awaited: 0, outbox };
    followed.set(roomId, room);
    return room;
  }

  function hear(roomId: string, outbox: Coalescer<Message>, event: RoomEvent): void {
    if ('left' in event) {
      io.local.in(tags.user(event.left)).socketsLeave(tags.room(roomId));
      listener.left(event.left, roomId);
      return;
    }
    outbox.add(event.posted);
    if (event.posted.seq === 1 && peopleOfDirect(roomId)) listener.opened(roomId);
  }

  function send(roomId: string, messages: Message[]): void {
    const rev = messages.at(-1)?.rev ?? 0;
    io.local.to(tags.room(roomId)).emit('message:posted', { roomId, rev, messages });
  }

  function release(roomId: string): void {
    const room = followed.get(roomId);
    if (!room || room.awaited > 0 || socketsIn(io, tags.room(roomId)).length > 0) return;
    room.outbox.stop();
    followed.delete(roomId);
    bus.unfollow(channels.room(roomId));
  }

  io.of('/').adapter.on('delete-room', (tag: string) => {
    const roomId = roomOfTag(tag);
    if (roomId !== null) release(roomId);
  });

  return {
    async listen(roomIds) {
      const rooms = roomIds.map(follow);
      for (const room of rooms) room.awaited++;
      const letGo = (): void => {
        for (const room of rooms) room.awaited--;
        roomIds.forEach(release);
      };
      try {
        await Promise.all(rooms.map(({ heard }) => heard));
        return letGo;
      } catch (error) {
        letGo();
        throw error;
      }
    },
    rooms: () => [...followed.keys()],
    stop: () => {
      for (const { outbox } of followed.values()) outbox.stop();
    },
  };
}
