import * as v from 'valibot';
import type { HistoryPage, Message, Resumed, RoomList, RoomView, Unread } from '#contract/chat';
import type { Person } from '#domain/accounts/right';

/** Who reads: a person's id; null for visitors and programs, who see public rooms only. */
export type Reader = string | null;

/** Rooms and messages. A room that the asker may not read is `not_found`, as if it were not there. */
export interface Chat {
  list(reader: Reader): Promise<RoomList>;
  /** Safe to repeat. @throws Refusal `conflict` (the id is another room's), `not_found` (an unknown member) */
  create(
    maker: Person,
    room: { id: string; name: string; kind: 'public' | 'private'; members?: string[] | undefined },
  ): Promise<RoomView>;
  /** @throws Refusal `not_found` */
  join(person: Person, roomId: string): Promise<RoomView>;
  /** Gives the room as they last saw it. @throws Refusal `not_found`, `forbidden` (General, direct rooms) */
  leave(person: Person, roomId: string): Promise<RoomView>;
  /** @throws Refusal `not_found`, `forbidden` (not a private room) */
  invite(person: Person, roomId: string, userId: string): Promise<RoomView>;
  /** Shows to the other side with the first message. @throws Refusal `not_found`, `invalid` (oneself) */
  direct(person: Person, userId: string): Promise<RoomView>;
  /** @throws Refusal `not_found`, `forbidden` (not a member), `conflict`, `stale_id`, `invalid` (replies to nothing) */
  post(
    person: Person,
    message: { roomId: string; id: string; body: string; replyTo?: number | undefined },
  ): Promise<Message>;
  /** @throws Refusal `not_found` */
  history(
    reader: Reader,
    page: { roomId: string; before?: number | undefined; after?: number | undefined; limit: number },
  ): Promise<HistoryPage>;
  resume(reader: Reader, cursors: Record<string, number>): Promise<Resumed>;
  /** Never moves back. @throws Refusal `not_found`, `forbidden` (not a member) */
  markRead(person: Person, roomId: string, seq: number): Promise<Unread>;
  /** @throws Refusal `not_found` */
  view(reader: Reader, roomId: string): Promise<RoomView>;
  /** The rooms whose live events a reader hears: for a person those they are in, else all public ones. */
  roomsOf(reader: Reader): Promise<string[]>;
  /** Who of `userIds` is in a room; everybody is in General. @throws Refusal `not_found` */
  membersAmong(reader: Reader, roomId: string, userIds: readonly string[]): Promise<string[]>;
  /** The newest `rev` of each room; 0 before the first change. */
  heads(roomIds: readonly string[]): Promise<Record<string, number>>;
}

/** What is heard on a room's channel, by `roomEvent`: published by the script that commits it, in the order of commits. */
export type RoomEvent = { posted: Message } | { left: string };

/**
 * Told on the bus when somebody's sockets must hear a room from now on. `seq`: its newest message when they came.
 * `quiet`: a direct room, which shows with what is written next.
 */
export const seat = v.object({
  userId: v.string(),
  roomId: v.string(),
  seq: v.number(),
  quiet: v.optional(v.boolean()),
});

export type Seat = v.InferOutput<typeof seat>;
