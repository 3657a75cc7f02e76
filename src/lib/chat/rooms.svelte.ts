import { v7 } from 'uuid';
import type { MessagesPosted, RoomList, RoomView, Unread } from '#contract/chat';
import type { ErrorCode } from '#contract/error-codes';
import type { CommandName, CommandPayload } from '#contract/events';
import type { Result } from '#contract/result';
import type { Client } from '$lib/socket/client.svelte';
import { withMessages, withoutRoom, withRead, withRoom, withUnread, type Me } from './room-list';

/** The rooms one is in, and those one may join. */
export interface Rooms {
  /** Reactive. */
  readonly list: RoomList;
  /** Reactive. Any room of the list. */
  find(roomId: string): RoomView | undefined;
  /** Whether one is in it, and may write there. */
  isMine(roomId: string): boolean;
  /** Reads the list anew, and once more if that is asked for meanwhile. */
  refresh(): Promise<void>;
  create(room: NewRoom): Promise<Result<RoomView>>;
  join(roomId: string): Promise<Result<RoomView>>;
  /** Gives why it was refused; null when one is out. */
  leave(roomId: string): Promise<ErrorCode | null>;
  invite(roomId: string, userId: string): Promise<Result<RoomView>>;
  /** The room one shares with somebody alone. */
  direct(userId: string): Promise<Result<RoomView>>;
  /** Tells the server how far one has read, once. */
  markRead(roomId: string, seq: number): Promise<void>;
  /** A room that is not in the list brings the list anew. */
  hear(posted: MessagesPosted): void;
  changed(room: RoomView): void;
  left(roomId: string): void;
  unreadChanged(counts: { roomId: string } & Unread): void;
}

type Step = (list: RoomList) => RoomList;

export type NewRoom = Pick<CommandPayload<'room:create'>, 'name' | 'kind'>;

/** `opened`: the room that came with the document, which the list may not have. */
export function createRooms(
  start: RoomList,
  opened: RoomView | null,
  me: Me,
  request: Client['request'],
): Rooms {
  let list = $state.raw(start);
  /** Direct rooms in which nobody has written yet: the list has them from the first message on. */
  let quiet = $state.raw<readonly RoomView[]>(opened?.kind === 'direct' ? [opened] : []);
  /** How far this page has told the server that it has read. */
  const marked = new Map<string, number>();

  /** A room that nobody has said is made: asked for again under its id it is no second one. */
  let unanswered: CommandPayload<'room:create'> | null = null;

  /** What has happened since the list was asked for, of which its answer may know nothing. */
  let since: Step[] = [];
  let asking = false;
  let askAgain = false;

  const mine = (roomId: string) => list.rooms.find(({ id }) => id === roomId);

  function change(step: Step): void {
    list = step(list);
    if (asking) since.push(step);
  }

  async function refresh(): Promise<void> {
    askAgain = true;
    if (asking) return;
    asking = true;
    while (askAgain) {
      askAgain = false;
      since = [];
      const result = await request('room:list', {});
      if (result.ok) list = since.reduce((next, step) => step(next), result.data);
    }
    asking = false;
  }

  /** Asks for a room; it is in the list once one is in it. */
  async function enter<N extends 'room:create' | 'room:join' | 'room:invite'>(
    name: N,
    payload: CommandPayload<N>,
  ): Promise<Result<RoomView>> {
    const result = (await request<CommandName>(name, payload)) as Result<RoomView>;
    if (result.ok) change((before) => withRoom(before, result.data));
    return result;
  }

  async function create(room: NewRoom): Promise<Result<RoomView>> {
    const isSame = unanswered?.name === room.name && unanswered.kind === room.kind;
    const payload = isSame && unanswered ? unanswered : { ...room, id: v7() };
    const result = await enter('room:create', payload);
    unanswered = !result.ok && result.error.code === 'unavailable' ? payload : null;
    return result;
  }

  async function direct(userId: string): Promise<Result<RoomView>> {
    const result = await request('room:direct', { userId });
    if (result.ok) quiet = [...quiet, result.data];
    return result;
  }

  async function leave(roomId: string): Promise<ErrorCode | null> {
    const result = await request('room:leave', { roomId });
    // Asked again after an answer was lost, a private room is not there any more.
    const refused = result.ok || result.error.code === 'not_found' ? null : result.error.code;
    if (refused === null) change((before) => withoutRoom(before, roomId));
    return refused;
  }

  async function markRead(roomId: string, seq: number): Promise<void> {
    const room = mine(roomId);
    if (!room || seq <= Math.max(room.read, marked.get(roomId) ?? 0)) return;
    marked.set(roomId, seq);
    change((before) => withRead(before, roomId, seq));
    const result = await request('read:mark', { roomId, seq });
    if (!result.ok && marked.get(roomId) === seq) marked.delete(roomId);
  }

  return {
    get list() {
      return list;
    },
    find: (roomId) => mine(roomId) ?? [...quiet, ...list.open].find(({ id }) => id === roomId),
    isMine: (roomId) => [...list.rooms, ...quiet].some(({ id }) => id === roomId),
    refresh,
    create,
    join: (roomId) => enter('room:join', { roomId }),
    leave,
    invite: (roomId, userId) => enter('room:invite', { roomId, userId }),
    direct,
    markRead,
    hear(posted) {
      if (!mine(posted.roomId)) void refresh();
      change((before) => withMessages(before, posted, me));
    },
    changed: (room) => change((before) => withRoom(before, room)),
    left: (roomId) => change((before) => withoutRoom(before, roomId)),
    unreadChanged: (counts) => change((before) => withUnread(before, counts)),
  };
}
