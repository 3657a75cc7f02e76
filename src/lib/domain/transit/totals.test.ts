import { describe, expect, test } from 'vitest';
import { compareCursors, type TransitEvent } from './event';
import { addEvent, dayOf, noTotals } from './totals';

const at = '2026-05-01T08:00:00Z';
const event = (type: TransitEvent['type'], rest: Partial<TransitEvent> = {}): TransitEvent => ({
  type,
  id: 'id',
  cardId: '04AB',
  at,
  ...rest,
});

test('totals are the fold of the events', () => {
  const product = 'TEN_TRIP';
  const events = [
    event('sale', { product, price: 2400 }),
    event('sale', { product, price: 2400 }),
    event('journey', { product, tripsRemaining: 9 }),
    event('activation', { product: 'TWO_HOUR' }),
    event('denial', { reason: 'no_pass' }),
  ];
  expect(events.reduce(addEvent, noTotals())).toEqual({
    denied: 1,
    TEN_TRIP: { sold: 2, journeys: 1, revenue: 4800 },
  });
});

describe('a day', () => {
  test('begins at the midnight of the operator', () => {
    expect(dayOf('2026-05-01T22:30:00Z', 'Europe/Berlin')).toBe('2026-05-02');
    expect(dayOf('2026-05-01T22:30:00Z', 'UTC')).toBe('2026-05-01');
  });
});

test('cursors order by number, not by letter', () => {
  expect(compareCursors('9-0', '10-0')).toBeLessThan(0);
  expect(compareCursors('10-2', '10-10')).toBeLessThan(0);
  expect(compareCursors('10-2', '10-2')).toBe(0);
});
