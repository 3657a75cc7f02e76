import * as v from 'valibot';
import { nameFault, tidyName } from '#domain/accounts/account';
import { BODY_LENGTH, type Message } from '#domain/chat/message';
import type { RoomKind } from '#domain/chat/room';
import { commandId, roomId, userId } from './ids';

export type { Message } from '#domain/chat/message';
export type { RoomKind } from '#domain/chat/room';

const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const roomName = v.pipe(
  v.string(),
  v.maxLength(200),
  v.transform(tidyName),
  v.check((name) => nameFault(name) === null, 'must be 1 to 40 printable characters'),
);

const body = v.pipe(
  v.string(),
  v.maxLength(BODY_LENGTH, `must be at most ${BODY_LENGTH} characters`),
  v.check((text) => text.trim() !== '', 'must not be empty'),
);

export const roomList = v.optional(v.object({}), {});

/** `members`: who shall be in a private room besides its maker. */
export const roomCreate = v.object({
  id: commandId,
  name: roomName,
  kind: v.picklist(['public', 'private'], 'must be public or private'),
  members: v.optional(v.pipe(v.array(userId), v.maxLength(100))),
});

export const roomOnly = v.object({ roomId });

export const roomInvite = v.object({ roomId, userId });

export const roomDirect = v.object({ userId });

export const messagePost = v.object({
  roomId,
  id: commandId,
  body,
  replyTo: v.optional(v.pipe(place, v.minValue(1))),
});

/** `before` and `after` are seqs, both exclusive; without them the newest page. */
export const messageHistory = v.object({
  roomId,
  before: v.optional(place),
  after: v.optional(place),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 50),
});

export const roomResume = v.object({
  cursors: v.pipe(
    v.custom<Record<string, unknown>>((value) => !Array.isArray(value), 'must be an object'),
    v.record(roomId, place),
    v.check((cursors) => Object.keys(cursors).length <= 500, 'must name at most 500 rooms'),
  ),
});

export const readMark = v.object({ roomId, seq: place });

/** A room as one person sees it: a direct room bears the other's name. `seq` and `rev` are its newest. */
export interface RoomView {
  id: string;
  name: string;
  kind: RoomKind;
  /** Messages after the last one read. */
  unread: number;
  /** How many of them, the newest hundred looked at, call this person by name. */
  mentions: number;
  /** The seq up to which this person has read. */
  read: number;
  seq: number;
  rev: number;
  last?: Message;
  /** Of private and direct rooms. */
  members?: string[];
}

/** `rooms`: those one is in. `open`: public rooms that one may join. */
export interface RoomList {
  rooms: RoomView[];
  open: RoomView[];
}

/** Ascending by seq. `more`: there are others beyond, in the direction that was asked. `rev`: the room's, at that moment. */
export interface HistoryPage {
  messages: Message[];
  more: boolean;
  rev: number;
}

/**
 * The present state of every message changed since, ascending by seq. `reset`: the cursor is too old or unknown; what
 * one holds of the room must go, the messages are its newest page.
 */
export interface RoomChanges {
  messages: Message[];
  rev: number;
  reset?: boolean;
}

/** Rooms that one may not read, or no longer, are left out. */
export interface Resumed {
  rooms: Record<string, RoomChanges>;
}

/** How much of a room is unread. `read`: the seq up to which it is not. */
export type Unread = Pick<RoomView, 'unread' | 'mentions' | 'read'>;

export interface Presence {
  online: string[];
}

/** What happened in a room: always a list, several when it is busy. `rev`: the newest of them. */
export interface MessagesPosted {
  roomId: string;
  rev: number;
  messages: Message[];
}

/** `more`: others who came or went in the same moment, when there is a crowd. */
export interface PresenceChanged {
  userId: string;
  online: boolean;
  more?: { userId: string; online: boolean }[];
}

const id = v.string();
const at = v.string();

/** A word from the operation to one person or to everybody. */
export const notification = v.variant('kind', [
  v.object({ id, kind: v.literal('signed-in-elsewhere'), at }),
  v.object({ id, kind: v.literal('invited'), roomId, roomName: v.string(), by: v.string(), at }),
  v.object({ id, kind: v.literal('announcement'), text: v.pipe(v.string(), v.maxLength(BODY_LENGTH)), at }),
]);

export type Notification = v.InferOutput<typeof notification>;
