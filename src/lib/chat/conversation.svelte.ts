import type { HistoryPage, Message, RoomChanges } from '#contract/chat';
import type { Client } from '$lib/socket/client.svelte';
import {
  caughtUp,
  fromPage,
  hasHole,
  heard,
  newestOf,
  oldestSeq,
  withOlder,
  type Timeline,
} from './timeline';

/** `missing`: there is no such room for this reader. */
export type ConversationState = 'loading' | 'ready' | 'missing';

/** What is said in one room, as far as this page has read. */
export interface Conversation {
  readonly roomId: string;
  readonly state: ConversationState;
  readonly messages: readonly Message[];
  /** Whether there are older messages than these. */
  readonly more: boolean;
  readonly loadingOlder: boolean;
  /** The change up to which everything is known; null before the first page. */
  readonly cursor: number | null;
  /** Reads the newest page, unless there is one already. */
  open(): Promise<void>;
  loadOlder(): Promise<void>;
  /** Lets the oldest messages go when there are very many; they can be read again. */
  shorten(): void;
  /** Messages heard live or stored. */
  hear(messages: readonly Message[]): void;
  /** Where the server says the room stands. */
  hearHead(rev: number): void;
  /** The answer to `room:resume`. */
  catchUp(changes: RoomChanges): void;
  close(): void;
}

interface Parts {
  /** The page that came with the document. */
  page: HistoryPage | null;
  request: Client['request'];
  /** Asks for what was missed in this room, by `room:resume`. */
  resume: () => void;
}

/** A frame that is missing may only have been overtaken. */
const HOLE_MS = 300;
/** How long older messages are not asked for after they were refused. */
const REFUSED_MS = 2_000;
/** More than this many messages on a page slow it down; this many are kept of them. */
const LONG = 1_000;
const KEPT = 300;

export function createConversation(roomId: string, { page, request, resume }: Parts): Conversation {
  let timeline = $state.raw<Timeline | null>(page && fromPage(page));
  let missing = $state(false);
  let loadingOlder = $state(false);
  let opening = false;
  let head = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What was heard before the first page came. */
  let early: Message[] = [];

  const state = $derived<ConversationState>(timeline ? 'ready' : missing ? 'missing' : 'loading');

  async function open(): Promise<void> {
    if (timeline || opening) return;
    opening = true;
    const result = await request('message:history', { roomId });
    opening = false;
    if (result.ok) become(heard(fromPage(result.data), early));
    // A line that was lost is not a room that is gone: the next connection tries again.
    else missing = result.error.code === 'not_found' || result.error.code === 'forbidden';
  }

  async function loadOlder(): Promise<void> {
    if (!timeline?.more || loadingOlder) return;
    loadingOlder = true;
    const result = await request('message:history', { roomId, before: oldestSeq(timeline) });
    // Whoever stands at the top asks again at once, also where the answer is always no.
    if (!result.ok) await new Promise((resolve) => setTimeout(resolve, REFUSED_MS));
    loadingOlder = false;
    if (result.ok && timeline) become(withOlder(timeline, result.data));
  }

  function become(next: Timeline): void {
    timeline = next;
    early = [];
    if (!isBehind()) stopWaiting();
    else timer ??= setTimeout(askForMissing, HOLE_MS);
  }

  const isBehind = (): boolean => timeline !== null && (hasHole(timeline) || head > timeline.rev);

  function askForMissing(): void {
    stopWaiting();
    if (isBehind()) resume();
  }

  function stopWaiting(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    roomId,
    get state() {
      return state;
    },
    get messages() {
      return timeline?.messages ?? [];
    },
    get more() {
      return timeline?.more ?? false;
    },
    get loadingOlder() {
      return loadingOlder;
    },
    get cursor() {
      return timeline?.rev ?? null;
    },
    open,
    loadOlder,
    shorten() {
      if (timeline && timeline.messages.length > LONG) timeline = newestOf(timeline, KEPT);
    },
    hear(messages) {
      if (timeline) become(heard(timeline, messages));
      else early.push(...messages);
    },
    hearHead(rev) {
      head = rev;
      if (timeline) become(timeline);
      else if (missing) void open();
    },
    catchUp(changes) {
      head = changes.reset ? changes.rev : Math.max(head, changes.rev);
      if (timeline) become(caughtUp(timeline, changes));
    },
    close: stopWaiting,
  };
}
