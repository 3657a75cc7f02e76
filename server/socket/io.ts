import type { Server, Socket } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents } from '#contract/events';
import type { Principal } from '#domain/accounts/right';

/** What a socket carries with it. */
export interface SocketData {
  principal: Principal;
  /** What it signed in with, so that this can be asked again; undefined for visitors. */
  credential: string | undefined;
  /** The network address it came from. */
  address: string;
  /** Settled when the socket hears its rooms; rejected when they could not be read, and then looked at anew. */
  seated: Promise<void>;
}

export type Io = Server<ClientToServerEvents, ServerToClientEvents, Record<string, never>, SocketData>;
/** A WebSocket connection, on which Engine.IO has opened. */
export type Line = IoSocket['conn'];
export type IoSocket = Socket<ClientToServerEvents, ServerToClientEvents, Record<string, never>, SocketData>;

/** Socket.IO's rooms, tagged like the keys whose events they carry. */
export const tags = {
  /** Everybody who watches the monitor. */
  monitor: '{t}:monitor',
  room: (roomId: string) => `{r:${roomId}}`,
  user: (userId: string) => `{u:${userId}}`,
  /** Everybody who is signed in. */
  people: '{presence}',
};

/** The room that a tag stands for; null for other tags. */
export const roomOfTag = (tag: string): string | null =>
  tag.startsWith('{r:') && tag.endsWith('}') ? tag.slice(3, -1) : null;

/** The request that a socket began with is of no use once it is let in, and would be held for as long as the socket. */
export const forgetRequest = ({ conn }: IoSocket): boolean => Reflect.set(conn, 'request', null);

/** The sockets of one person on this instance. */
export const socketsOf = (io: Io, userId: string): IoSocket[] => socketsIn(io, tags.user(userId));

/** The sockets that sit in a room on this instance. */
export const socketsIn = (io: Io, tag: string): IoSocket[] =>
  [...(io.of('/').adapter.rooms.get(tag) ?? [])].flatMap((id) => io.of('/').sockets.get(id) ?? []);
