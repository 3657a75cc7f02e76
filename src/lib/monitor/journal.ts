import type { MonitorView } from '#contract/transit';
import { compareCursors, type LoggedEvent } from '#domain/transit/event';
import { addEvent, dayOf } from '#domain/transit/totals';

/**
 * What a monitor knows: the totals of `day` and the latest events, newest first. The server answered up to `cursor`; what
 * was heard live since then may have holes, so the log is read on from there.
 */
export type Journal = Omit<MonitorView, 'reset'>;

/** How many events stay on the screen. */
export const KEPT = 200;

/** The journal after an answer to `monitor:watch`. Its totals are the server's, whatever was counted here. */
export function joinView(before: Journal | null, { reset, ...view }: MonitorView): Journal {
  const known = before && !reset ? before.events : [];
  return { ...view, events: merge(view.events, known) };
}

/** Both, newest first, each event once. */
function merge(some: readonly LoggedEvent[], others: readonly LoggedEvent[]): LoggedEvent[] {
  const each = new Map([...some, ...others].map((event) => [event.cursor, event]));
  return [...each.values()].sort((a, b) => compareCursors(b.cursor, a.cursor)).slice(0, KEPT);
}

/** The journal after one more event; the same journal if it knows the event already. */
export function addToJournal(journal: Journal, event: LoggedEvent): Journal {
  if (compareCursors(event.cursor, latestOf(journal)) <= 0) return journal;
  // An offline gate's taps may arrive on a later day; they belong to theirs.
  const isToday = dayOf(event.at, journal.timeZone) === journal.day;
  return {
    ...journal,
    events: [event, ...journal.events].slice(0, KEPT),
    totals: isToday ? addEvent(journal.totals, event) : journal.totals,
  };
}

/** A new day has begun: its totals must be read. */
export const beginsNewDay = (journal: Journal, event: LoggedEvent): boolean =>
  dayOf(event.at, journal.timeZone) > journal.day;

/** How many events are newer than all of an earlier journal, of those still kept. */
export const countSince = (earlier: Journal, { events }: Journal): number =>
  events.filter((event) => compareCursors(event.cursor, latestOf(earlier)) > 0).length;

/** The cursor of the newest event, heard or read. */
const latestOf = ({ events, cursor }: Journal): string => events[0]?.cursor ?? cursor;
