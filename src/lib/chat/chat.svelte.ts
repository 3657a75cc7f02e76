import type { HistoryPage, MessagesPosted, PresenceChanged, RoomList, RoomView } from '#contract/chat';
import { unavailable } from '#contract/error-codes';
import { failed } from '#contract/result';
import type { Account, PublicAccount } from '#domain/accounts/account';
import { GENERAL } from '#domain/chat/room';
import type { Client } from '$lib/socket/client.svelte';
import { createComings, type Comings } from './comings.svelte';
import type { Conversation } from './conversation.svelte';
import { createConversations } from './conversations';
import type { Keepsake } from './keepsake';
import { createNotices, type Notices } from './notices.svelte';
import { createOutbox, type Outbox } from './outbox.svelte';
import { createPeople, type People } from './people.svelte';
import { createPresence, everyChange, type Presence } from './presence.svelte';
import { createRooms, type Rooms } from './rooms.svelte';

/** The part of the line to the server that the chat uses. */
export type ChatLine = Pick<Client, 'status' | 'refusal' | 'request' | 'on' | 'onConnect' | 'close'>;

/** Everything the chat's pages show, over one line to the server. */
export interface Chat {
  /** Null for a visitor, who only reads. */
  readonly me: Account | null;
  /** Reactive. */
  readonly status: ChatLine['status'];
  /** Reactive. The server no longer knows who this is. */
  readonly signedOut: boolean;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly people: People;
  readonly comings: Comings;
  readonly outbox: Outbox;
  readonly notices: Notices;
  /** What is being written, by room. */
  readonly drafts: Keepsake['drafts'];
  /** Who is in a room and here; null while nobody can be asked. */
  whoIsIn(room: RoomView): Promise<string[] | null>;
  /** What is said in a room. The same object each time, so that what was read stays. */
  conversation(roomId: string): Conversation;
  /** Follows a line until the returned function is called, which also closes the line. */
  follow(line: ChatLine): () => void;
}

/** What a page starts from. */
export interface ChatStart {
  me: Account | null;
  list: RoomList;
  /** The room that came with the document, with its newest page. */
  opening: { room: RoomView; page: HistoryPage } | null;
  keepsake: Keepsake;
  fetchPeople: (userIds: string[]) => Promise<PublicAccount[]>;
}

export function createChat({ me, list, opening, keepsake, fetchPeople }: ChatStart): Chat {
  let line = $state.raw<ChatLine | null>(null);
  const request: Client['request'] = (name, payload, options) =>
    line ? line.request(name, payload, options) : Promise.resolve(failed(unavailable()));

  const rooms = createRooms(list, opening?.room ?? null, me, request);
  const presence = createPresence();
  const people = createPeople(fetchPeople);
  const comings = createComings();
  const notices = createNotices();
  const outbox = createOutbox({
    userId: me?.id ?? '',
    keepsake,
    post: (message) => request('message:post', message),
    stored: (message) => hear({ roomId: message.roomId, rev: message.rev, messages: [message] }),
  });
  const conversations = createConversations({ opening, request, stored: outbox.settle });

  function hear(posted: MessagesPosted): void {
    outbox.settle(posted.messages);
    conversations.hear(posted);
    rooms.hear(posted);
  }

  function hearHeads(heads: Record<string, number>): void {
    let missed = false;
    for (const [roomId, rev] of Object.entries(heads)) {
      conversations.hearHead(roomId, rev);
      missed ||= rev > (rooms.find(roomId)?.rev ?? 0);
    }
    if (missed) void rooms.refresh();
  }

  /** One is in a room from now on, perhaps again: then what was said meanwhile is missing here. */
  function hearRoom(room: RoomView): void {
    rooms.changed(room);
    conversations.hearHead(room.id, room.rev);
  }

  function hearPresence(changed: PresenceChanged): void {
    const others = everyChange(changed).filter(({ userId }) => userId !== me?.id);
    comings.add(others.filter(({ userId, online }) => presence.has(userId) !== online));
    presence.hear(changed);
    void people.lookUp(others.map(({ userId }) => userId));
  }

  async function lookAround(): Promise<void> {
    if (!me) return;
    const here = await presence.renew(() => listPresent(GENERAL));
    if (here) await people.lookUp(here);
  }

  async function whoIsIn({ id: roomId, members }: RoomView): Promise<string[] | null> {
    if (roomId === GENERAL) return [...presence.online];
    if (members) return members.filter(presence.has);
    return listPresent(roomId);
  }

  async function listPresent(roomId: string): Promise<string[] | null> {
    const result = await request('presence:list', { roomId });
    return result.ok ? result.data.online : null;
  }

  function connected(): void {
    outbox.flush();
    conversations.catchUp();
    void rooms.refresh();
    void lookAround();
  }

  function follow(next: ChatLine): () => void {
    line = next;
    outbox.restore();
    // Stored already, though the answer was lost with the page that wrote it.
    if (opening) outbox.settle(opening.page.messages);
    const stops = [
      next.on('message:posted', hear),
      next.on('room:heads', ({ heads }) => hearHeads(heads)),
      next.on('room:changed', ({ room }) => hearRoom(room)),
      next.on('room:left', ({ roomId }) => rooms.left(roomId)),
      next.on('unread:changed', rooms.unreadChanged),
      next.on('presence:changed', hearPresence),
      next.on('notification', notices.add),
      next.onConnect(connected),
    ];
    return () => {
      for (const stop of stops) stop();
      conversations.close();
      outbox.close();
      comings.close();
      line = null;
      next.close();
    };
  }

  return {
    me,
    get status() {
      return line?.status ?? 'connecting';
    },
    get signedOut() {
      return line?.refusal === 'unauthenticated';
    },
    rooms,
    presence,
    people,
    comings,
    outbox,
    notices,
    drafts: keepsake.drafts,
    whoIsIn,
    conversation: conversations.of,
    follow,
  };
}
