import type { MonitorView } from '#contract/transit';
import { compareCursors, type LoggedEvent } from '#domain/transit/event';
import { addEvent, dayOf } from '#domain/transit/totals';

/** What a monitor knows: the totals of `day` and the latest events, newest first, both up to `cursor`. */
export type Journal = Omit<MonitorView, 'reset'>;

/** How many events stay on the screen. */
export const KEPT = 200;

/** The journal after an answer to `monitor:watch`. Its totals are the server's, whatever was counted here. */
export function joinView(before: Journal | null, { reset, ...view }: MonitorView): Journal {
  const known = before && !reset ? before : null;
  const fresh = view.events.filter((event) => !known || isAfter(event, known)).reverse();
  return { ...view, events: [...fresh, ...(known?.events ?? [])].slice(0, KEPT) };
}

/** The journal after one more event; the same journal if it knows the event already. */
export function addToJournal(journal: Journal, event: LoggedEvent): Journal {
  if (!isAfter(event, journal)) return journal;
  // An offline gate's taps may arrive on a later day; they belong to theirs.
  const isToday = dayOf(event.at, journal.timeZone) === journal.day;
  return {
    ...journal,
    cursor: event.cursor,
    events: [event, ...journal.events].slice(0, KEPT),
    totals: isToday ? addEvent(journal.totals, event) : journal.totals,
  };
}

/** A new day has begun: its totals must be read. */
export const beginsNewDay = (journal: Journal, event: LoggedEvent): boolean =>
  dayOf(event.at, journal.timeZone) > journal.day;

const isAfter = (event: LoggedEvent, { cursor }: { cursor: string }): boolean =>
  compareCursors(event.cursor, cursor) > 0;

/** How many events came after `cursor`, of those still kept. */
export const countAfter = (events: readonly LoggedEvent[], cursor: string): number =>
  events.filter((event) => isAfter(event, { cursor })).length;
