import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MonitorView } from '#contract/transit';
import type { LoggedEvent } from '#domain/transit/event';
import { addEvent, noTotals } from '#domain/transit/totals';
import { addToJournal, beginsNewDay, countSince, joinView, KEPT, type Journal } from './journal';

const NOON = '2026-11-20T11:00:00.000Z';

const journey = (n: number, at = NOON): LoggedEvent => ({
  cursor: `1000-${n}`,
  type: 'journey',
  id: `tap-${n}`,
  cardId: '04A1',
  product: 'TEN_TRIP',
  tripsRemaining: 9,
  at,
});

const log = (length: number) => Array.from({ length }, (_, index) => journey(index + 1));

/** What the server would answer when its log holds `events`. */
const viewOf = (events: LoggedEvent[], reset = false): MonitorView => ({
  day: '2026-11-20',
  timeZone: 'Europe/Berlin',
  totals: events.reduce(addEvent, noTotals()),
  events,
  cursor: events.at(-1)?.cursor ?? '0-0',
  reset,
  devices: [],
});

const numbers = (journal: Journal) => journal.events.map((event) => Number(event.cursor.split('-')[1]));

describe('a monitor’s journal', () => {
  test('stands newest first', () => {
    expect(numbers(joinView(null, viewOf(log(3))))).toEqual([3, 2, 1]);
    expect(numbers(addToJournal(joinView(null, viewOf(log(1))), journey(2)))).toEqual([2, 1]);
  });

  test('counts an event once, however often it comes', () => {
    const journal = addToJournal(joinView(null, viewOf(log(2))), journey(3));
    expect(addToJournal(journal, journey(3))).toBe(journal);
    expect(addToJournal(journal, journey(1))).toBe(journal);
    expect(journal.totals['TEN_TRIP']).toEqual({ sold: 0, journeys: 3, revenue: 0 });
  });

  test('shows a tap of yesterday that comes late, but does not count it today', () => {
    const late = journey(3, '2026-11-19T22:59:59.000Z');
    const journal = addToJournal(joinView(null, viewOf(log(2))), late);
    expect(numbers(journal)).toEqual([3, 2, 1]);
    expect(journal.totals['TEN_TRIP']).toMatchObject({ journeys: 2 });
    expect(beginsNewDay(journal, late)).toBe(false);
  });

  test('notices midnight in the operator’s time zone', () => {
    const journal = joinView(null, viewOf([]));
    expect(beginsNewDay(journal, journey(1, '2026-11-20T22:59:59.000Z'))).toBe(false);
    expect(beginsNewDay(journal, journey(1, '2026-11-20T23:00:00.000Z'))).toBe(true);
  });

  test('drops what it shows when the server’s events do not join on', () => {
    const elsewhere = [journey(1000)];
    expect(numbers(joinView(joinView(null, viewOf(log(3))), viewOf(elsewhere, true)))).toEqual([1000]);
  });

  test('keeps the latest only', () => {
    const journal = log(KEPT + 5).reduce(addToJournal, joinView(null, viewOf([])));
    expect(journal.events).toHaveLength(KEPT);
    expect(numbers(journal)[0]).toBe(KEPT + 5);
    const earlier = joinView(null, viewOf(log(KEPT)));
    expect(countSince(earlier, journal)).toBe(5);
  });

  test('ends as the log does, whatever is heard live, twice, or only in an answer', () => {
    const steps = fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (rounds) => {
        const all = log(200);
        let journal = joinView(null, viewOf([]));
        let written = 0;
        for (const [from, count, answer] of rounds) {
          const before = written;
          written = Math.min(all.length, written + count);
          if (answer) {
            const view = viewOf(all.slice(0, written));
            const known = Number(journal.cursor.split('-')[1]);
            journal = joinView(journal, { ...view, events: view.events.slice(known) });
          } else {
            // Live events come in order, but may begin late, or repeat what is known.
            journal = all.slice(Math.max(0, before - 15 + from), written).reduce(addToJournal, journal);
          }
        }
        const known = Number(journal.cursor.split('-')[1]);
        const view = viewOf(all.slice(0, written));
        journal = joinView(journal, { ...view, events: view.events.slice(known) });
        expect(journal.totals).toEqual(view.totals);
        expect(numbers(journal)).toEqual(numbers(joinView(null, view)));
      }),
    );
  });
});
