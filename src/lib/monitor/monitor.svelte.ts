import type { DeviceView } from '#contract/transit';
import type { LoggedEvent } from '#domain/transit/event';
import { noTotals, type Totals } from '#domain/transit/totals';
import type { Client } from '$lib/socket/client.svelte';
import { addToJournal, beginsNewDay, countSince, joinView, type Journal } from './journal';
import { createPacer } from './pacer';

/** The part of the line to the server that a monitor uses. */
export type MonitorLine = Pick<Client, 'status' | 'request' | 'on' | 'onConnect' | 'close'>;

/** `starting` until the first answer; `live` while the server answers; else what is shown may be old. */
export type Health = 'starting' | 'live' | 'stale';

export interface Monitor {
  readonly health: Health;
  /** When the server was last heard of, in epoch milliseconds; null if never. */
  readonly heardAt: number | null;
  /** The calendar day of the totals, `YYYY-MM-DD`; null before the first answer. */
  readonly day: string | null;
  /** The operator's, IANA name. */
  readonly timeZone: string;
  readonly totals: Totals;
  readonly devices: readonly DeviceView[];
  /** Newest first; they stand still while paused, and are only as many as can be seen while they rush. */
  readonly events: readonly LoggedEvent[];
  /** Whether more happens than anybody can follow. */
  readonly rushing: boolean;
  readonly paused: boolean;
  /** How many events a paused feed holds back. */
  readonly heldBack: number;
  pause(): void;
  resume(): void;
  /** Follows a line until the returned function is called, which also closes the line. */
  follow(line: MonitorLine): () => void;
}

/** The log is read anew this often: whatever was missed comes then, and a silent line shows. */
const REREAD_MS = 10_000;
const ANSWER_WITHIN_MS = 5_000;
/** Some screens full: each picture of a rush replaces them all, and the others would never be seen. */
const SHOWN_IN_RUSH = 30;

export function createMonitor(): Monitor {
  let line = $state.raw<MonitorLine | null>(null);
  /** All that is known, and what of it is on the screen: in a rush that follows some times a second. */
  let journal: Journal | null = null;
  let shown = $state.raw<Journal | null>(null);
  let answered = $state(false);
  let lastHeard: number | null = null;
  let heardAt = $state<number | null>(null);
  let frozen = $state.raw<Journal | null>(null);
  /** What has come since the log was asked: the answer may hold it or not. */
  let meanwhile: LoggedEvent[] | null = null;

  const health = $derived<Health>(healthOf());
  const heldBack = $derived(frozen && shown ? countSince(frozen, shown) : 0);
  let inRush = $state(false);
  const events = $derived(eventsOf(frozen ?? shown));
  const rushing = $derived(inRush && !frozen);
  const pacer = createPacer(show);

  function show(rush: boolean): void {
    inRush = rush;
    shown = journal;
    heardAt = lastHeard;
  }

  function eventsOf(journal: Journal | null): readonly LoggedEvent[] {
    const all = journal?.events ?? [];
    return rushing ? all.slice(0, SHOWN_IN_RUSH) : all;
  }

  function healthOf(): Health {
    if (answered && line?.status === 'online') return 'live';
    return shown || line?.status === 'offline' ? 'stale' : 'starting';
  }

  async function read(from: MonitorLine): Promise<void> {
    if (meanwhile || from.status !== 'online') return;
    meanwhile = [];
    const before = journal;
    const cursor = before ? { cursor: before.cursor } : {};
    const result = await from.request('monitor:watch', cursor, { timeoutMs: ANSWER_WITHIN_MS });
    const later = meanwhile;
    meanwhile = null;
    if (from !== line) return;
    answered = result.ok;
    if (!result.ok) return;
    lastHeard = Date.now();
    journal = later.reduce(addToJournal, joinView(before, result.data));
    show(inRush);
  }

  function hear(from: MonitorLine, event: LoggedEvent): void {
    lastHeard = Date.now();
    meanwhile?.push(event);
    if (!journal) return;
    if (beginsNewDay(journal, event)) void read(from);
    journal = addToJournal(journal, event);
    pacer.changed();
  }

  function follow(next: MonitorLine): () => void {
    line = next;
    const stops = [
      next.on('tap:decided', (event) => hear(next, event)),
      next.on('pass:issued', (event) => hear(next, event)),
      next.onConnect(() => {
        answered = false;
        void read(next);
      }),
    ];
    const timer = setInterval(() => void read(next), REREAD_MS);
    return () => {
      clearInterval(timer);
      for (const stop of stops) stop();
      pacer.stop();
      line = null;
      next.close();
    };
  }

  return {
    get health() {
      return health;
    },
    get heardAt() {
      return heardAt;
    },
    get day() {
      return shown?.day ?? null;
    },
    get timeZone() {
      return shown?.timeZone ?? 'UTC';
    },
    get totals() {
      return shown?.totals ?? noTotals();
    },
    get devices() {
      return shown?.devices ?? [];
    },
    get events() {
      return events;
    },
    get rushing() {
      return rushing;
    },
    get paused() {
      return frozen !== null;
    },
    get heldBack() {
      return heldBack;
    },
    pause: () => void (frozen = shown),
    resume: () => void (frozen = null),
    follow,
  };
}
