import { describe, expect, test } from 'vitest';
import type { Sale } from './pass';
import { decide, type TapContext } from './tap';

const now = Date.parse('2026-05-01T08:00:00Z');
const card = { cardId: '04AB', version: 1, blocked: false, saleId: 'sale' };
const tenTrip: Sale = {
  saleId: 'sale',
  cardId: '04AB',
  product: 'TEN_TRIP',
  terms: { kind: 'trips', trips: 10 },
  price: 2400,
  currency: 'EUR',
  payment: 'cash',
  at: now,
};
const context: TapContext = { card, sale: tenTrip, taps: [], earlier: null, now, graceMs: 3000 };

describe('a tap is decided', () => {
  test('by the pass on the card', () => {
    expect(decide('tap-1', context)).toEqual({
      tapId: 'tap-1',
      granted: true,
      reason: 'ok',
      product: 'TEN_TRIP',
      tripsRemaining: 9,
    });
  });

  test('with no_pass only if nothing was ever sold', () => {
    expect(decide('tap-1', { ...context, card: { ...card, saleId: null }, sale: null }).reason).toBe(
      'no_pass',
    );
    const used = Array.from({ length: 10 }, () => ({ at: now }));
    expect(decide('tap-1', { ...context, taps: used }).reason).toBe('used_up');
  });

  test('against a blocked card, whatever is on it', () => {
    expect(decide('tap-1', { ...context, card: { ...card, blocked: true } }).reason).toBe('blocked');
  });
});

describe('a card that was at this gate a moment ago', () => {
  const earlier = { decision: decide('tap-1', context), at: now - 2999, saleId: 'sale' };

  test('gets the earlier answer again', () => {
    const again = decide('tap-2', { ...context, taps: [{ at: now - 2999 }], earlier });
    expect(again).toEqual({ ...earlier.decision, tapId: 'tap-2', replay: true });
  });

  test('is new once the grace is over', () => {
    const late = decide('tap-2', {
      ...context,
      taps: [{ at: now }],
      earlier: { ...earlier, at: now - 3000 },
    });
    expect(late).toMatchObject({ tripsRemaining: 8 });
    expect(late.replay).toBeUndefined();
  });

  test('is new when a pass was sold in between', () => {
    const decision = { tapId: 'tap-1', granted: false, reason: 'no_pass' } as const;
    expect(decide('tap-2', { ...context, earlier: { decision, at: now - 10, saleId: null } })).toMatchObject({
      granted: true,
      tripsRemaining: 9,
    });
  });
});
