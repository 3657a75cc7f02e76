import { beforeAll, expect, test } from 'vitest';
import type { LoggedEvent } from '#domain/transit/event';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime';
import { wordsOf } from './words';

beforeAll(() => overwriteGetLocale(() => 'en'));

const plain = (text: string) => text.replace(/\s/g, ' ');
const event = (rest: Partial<LoggedEvent> & Pick<LoggedEvent, 'type'>): LoggedEvent => ({
  cursor: '1-0',
  id: 'tap-1',
  cardId: '04A1',
  at: '2026-11-20T11:00:00.000Z',
  ...rest,
});

test.each<[LoggedEvent, string, string]>([
  [event({ type: 'sale', product: 'TEN_TRIP', price: 2400 }), 'Sold: Ten-trip pass', '€24.00'],
  [
    event({ type: 'activation', product: 'TWO_HOUR', secondsRemaining: 7200 }),
    'Started: Two-hour pass',
    '2 hr left',
  ],
  [
    event({ type: 'journey', product: 'TWO_HOUR', secondsRemaining: 61 }),
    'Journey: Two-hour pass',
    '2 min left',
  ],
  [
    event({ type: 'journey', product: 'TEN_TRIP', tripsRemaining: 9 }),
    'Journey: Ten-trip pass',
    '9 trips left',
  ],
  [
    event({ type: 'journey', product: 'TEN_TRIP', tripsRemaining: 1 }),
    'Journey: Ten-trip pass',
    '1 trip left',
  ],
  [
    event({ type: 'journey', product: 'TEN_TRIP', tripsRemaining: 0 }),
    'Journey: Ten-trip pass',
    'Last trip used',
  ],
  [event({ type: 'journey', product: 'SINGLE_USE', tripsRemaining: 0 }), 'Journey: Single trip', ''],
  [event({ type: 'denial', reason: 'no_pass' }), 'Denied', 'No pass on this card'],
])('%j in words', (what, title, detail) => {
  const words = wordsOf(what, 'EUR');
  expect([words.title, plain(words.detail)]).toEqual([title, detail]);
});
