import type * as v from 'valibot';
import type { Decision } from '#domain/transit/tap';
import {
  messageHistory,
  messagePost,
  readMark,
  roomCreate,
  roomDirect,
  roomInvite,
  roomList,
  roomOnly,
  roomResume,
  type HistoryPage,
  type Message,
  type MessagesPosted,
  type Notification,
  type Presence,
  type PresenceChanged,
  type Resumed,
  type RoomList,
  type RoomView,
  type Unread,
} from './chat';
import type { Result } from './result';
import {
  cardLookup,
  monitorWatch,
  saleComplete,
  tapPresent,
  type CardView,
  type IssuedPass,
  type LoggedEvent,
  type MonitorView,
} from './transit';

/** The schema of every command's payload. */
export const commandSchemas = {
  'room:list': roomList,
  'room:create': roomCreate,
  'room:join': roomOnly,
  'room:leave': roomOnly,
  'room:invite': roomInvite,
  'room:direct': roomDirect,
  'room:resume': roomResume,
  'message:post': messagePost,
  'message:history': messageHistory,
  'read:mark': readMark,
  'presence:list': roomOnly,
  'card:lookup': cardLookup,
  'sale:complete': saleComplete,
  'tap:present': tapPresent,
  'monitor:watch': monitorWatch,
} as const;

/** What every command is answered with. */
export interface CommandData {
  'room:list': RoomList;
  'room:create': RoomView;
  'room:join': RoomView;
  'room:leave': RoomView;
  'room:invite': RoomView;
  'room:direct': RoomView;
  'room:resume': Resumed;
  'message:post': Message;
  'message:history': HistoryPage;
  'read:mark': Unread;
  'presence:list': Presence;
  'card:lookup': CardView;
  'sale:complete': IssuedPass;
  'tap:present': Decision;
  'monitor:watch': MonitorView;
}

export type CommandName = keyof typeof commandSchemas;
export type CommandPayload<N extends CommandName> = v.InferInput<(typeof commandSchemas)[N]>;
export type CommandInput<N extends CommandName> = v.InferOutput<(typeof commandSchemas)[N]>;

/** Socket.IO's map of what clients send: imperative, always acknowledged. */
export type ClientToServerEvents = {
  [N in CommandName]: (payload: CommandPayload<N>, ack: (result: Result<CommandData[N]>) => void) => void;
};

/**
 * Socket.IO's map of what the server sends: past tense, each with its place in the log or its room's `rev`.
 * `room:heads` tells where each room stands, so that whoever missed something notices.
 */
export interface ServerToClientEvents {
  'message:posted': (posted: MessagesPosted) => void;
  'room:heads': (heads: { heads: Record<string, number> }) => void;
  'room:changed': (changed: { room: RoomView }) => void;
  'room:left': (left: { roomId: string }) => void;
  'unread:changed': (changed: { roomId: string } & Unread) => void;
  'presence:changed': (changed: PresenceChanged) => void;
  notification: (notification: Notification) => void;
  'tap:decided': (event: LoggedEvent) => void;
  'pass:issued': (event: LoggedEvent) => void;
}
