import { beforeAll, expect, test } from 'vitest';
import { startingCatalogue } from '#domain/transit/product';
import type { Decision } from '#contract/transit';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime';
import { spoken, wordsFor, type GateView } from './words';

beforeAll(() => overwriteGetLocale(() => 'en'));

const say = (view: GateView): string => spoken(wordsFor(view, startingCatalogue)).replace(/\s/g, ' ');
const granted = (rest: Partial<Decision>): GateView => ({
  state: 'granted',
  decision: { tapId: 't', granted: true, reason: 'ok', ...rest },
});
const denied = (reason: Decision['reason']): GateView => ({
  state: 'denied',
  decision: { tapId: 't', granted: false, reason },
});

test.each<[GateView, string]>([
  [{ state: 'idle' }, 'Tap your card. Hold it flat to the reader'],
  [granted({ product: 'TEN_TRIP', tripsRemaining: 9 }), 'Go ahead. 9 trips left'],
  [granted({ product: 'TEN_TRIP', tripsRemaining: 1 }), 'Go ahead. 1 trip left'],
  [granted({ product: 'TEN_TRIP', tripsRemaining: 0 }), 'Go ahead. That was your last trip'],
  [granted({ product: 'SINGLE_USE', tripsRemaining: 0 }), 'Go ahead. Single trip'],
  [granted({ product: 'TWO_HOUR', secondsRemaining: 6661 }), 'Go ahead. 1 hr 52 min left'],
  [denied('used_up'), 'No entry. No trips left on this pass. Get a pass at Sales, then tap again'],
  [denied('blocked'), 'No entry. This card is blocked. Please ask our staff'],
])('%j is told in full', (view, text) => {
  expect(say(view)).toBe(text);
});

test('a repeated tap is told that it was not counted twice', () => {
  const again = granted({ product: 'TEN_TRIP', tripsRemaining: 9, replay: true });
  expect(say(again)).toBe('Go ahead. 9 trips left. This tap has been counted already');
});

test('an error says what to do: tap again, or ask somebody', () => {
  const failed = (reason: 'unavailable' | 'forbidden' | 'unauthenticated'): GateView => ({
    state: 'error',
    reason,
    tapId: 't',
  });
  expect(say(failed('unavailable'))).toMatch(/^Please tap again/);
  expect(say(failed('forbidden'))).toMatch(/Staff: pair it again/);
  expect(say(failed('unauthenticated'))).toMatch(/Staff: pair it again/);
  expect(say({ state: 'error', reason: 'offline' })).toMatch(/please ask our staff/);
});
