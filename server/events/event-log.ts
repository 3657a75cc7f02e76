import type { Redis } from 'ioredis';
import { compareCursors, type LoggedEvent, type TransitEvent } from '#domain/transit/event';
import { addIncrement, dayOf, noTotals, type ProductTotals, type Totals } from '#domain/transit/totals';
import type { Clock } from '#server/clock';
import { keys } from '#server/redis/keys';

/** The log's latest events up to `cursor`, oldest first, with the totals of `day` at the same moment. */
export interface LogPage {
  day: string;
  totals: Totals;
  events: LoggedEvent[];
  cursor: string;
  /** The events do not join on to the cursor that was asked for. */
  reset: boolean;
}

export type EventLog = ReturnType<typeof createEventLog>;

export type StreamEntry = [id: string, fields: string[]];

const PAGE = 200;
const START = '0-0';

export function createEventLog(redis: Redis, options: { clock: Clock; timeZone: string }) {
  /** The events after `after` if the latest page reaches back to it, else the latest page and `reset`. */
  async function latest(after?: string): Promise<LogPage> {
    const day = dayOf(await now(), options.timeZone);
    const replies = await redis
      .multi()
      .hgetall(keys.totals(day))
      .xrevrange(keys.events, '+', '-', 'COUNT', PAGE)
      .exec();
    const [totals, entries] = values(replies) as [Record<string, string>, StreamEntry[]];
    const events = entries.map(loggedEvent).reverse();
    const cursor = events.at(-1)?.cursor ?? START;
    const reset = !(after && within(after, events[0]?.cursor ?? START, cursor));
    return {
      day,
      totals: readTotals(totals),
      events: reset ? events : events.filter((event) => compareCursors(event.cursor, after) > 0),
      cursor,
      reset,
    };
  }

  async function now(): Promise<number> {
    const [seconds = 0, microseconds = 0] = await redis.time();
    return options.clock(seconds * 1000 + Math.floor(microseconds / 1000));
  }

  return { latest };
}

/** A transaction's values. Throws the first error in it. */
function values(replies: [Error | null, unknown][] | null): unknown[] {
  return (replies ?? []).map(([error, value]) => {
    if (error) throw error;
    return value;
  });
}

export function loggedEvent([cursor, fields]: StreamEntry): LoggedEvent {
  return { cursor, ...(JSON.parse(fields[1] ?? '{}') as TransitEvent) };
}

const within = (cursor: string, first: string, last: string): boolean =>
  compareCursors(first, cursor) <= 0 && compareCursors(cursor, last) <= 0;

function readTotals(hash: Record<string, string>): Totals {
  return Object.entries(hash).reduce((totals, [field, by]) => {
    const [product = '', counter] = field.split(':');
    return counter === undefined
      ? addIncrement(totals, { counter: 'denied', by: Number(by) })
      : addIncrement(totals, { product, counter: counter as keyof ProductTotals, by: Number(by) });
  }, noTotals());
}
