import type { DeviceView } from '#contract/transit';
import type { LoggedEvent } from '#domain/transit/event';
import { noTotals, type Totals } from '#domain/transit/totals';
import type { Client } from '$lib/socket/client.svelte';
import { addToJournal, beginsNewDay, countSince, joinView, type Journal } from './journal';

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
  /** Newest first; they stand still while paused. */
  readonly events: readonly LoggedEvent[];
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

export function createMonitor(): Monitor {
  let line = $state.raw<MonitorLine | null>(null);
  let journal = $state.raw<Journal | null>(null);
  let answered = $state(false);
  let heardAt = $state<number | null>(null);
  let frozen = $state.raw<Journal | null>(null);
  /** What has come since the log was asked: the answer may hold it or not. */
  let meanwhile: LoggedEvent[] | null = null;

  const health = $derived<Health>(healthOf());
  const heldBack = $derived(frozen && journal ? countSince(frozen, journal) : 0);

  function healthOf(): Health {
    if (answered && line?.status === 'online') return 'live';
    return journal || line?.status === 'offline' ? 'stale' : 'starting';
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
    heardAt = Date.now();
    journal = later.reduce(addToJournal, joinView(before, result.data));
  }

  function hear(from: MonitorLine, event: LoggedEvent): void {
    heardAt = Date.now();
    meanwhile?.push(event);
    if (!journal) return;
    if (beginsNewDay(journal, event)) void read(from);
    journal = addToJournal(journal, event);
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
      return journal?.day ?? null;
    },
    get timeZone() {
      return journal?.timeZone ?? 'UTC';
    },
    get totals() {
      return journal?.totals ?? noTotals();
    },
    get devices() {
      return journal?.devices ?? [];
    },
    get events() {
      return (frozen ?? journal)?.events ?? [];
    },
    get paused() {
      return frozen !== null;
    },
    get heldBack() {
      return heldBack;
    },
    pause: () => void (frozen = journal),
    resume: () => void (frozen = null),
    follow,
  };
}
