import { describe, expect, test } from 'vitest';
import { balance, redeem, viewPass, type Sale } from './pass';

const sold = Date.parse('2026-05-01T08:00:00Z');
const minutes = (count: number): number => count * 60_000;

const sale = (terms: Sale['terms'], product: string): Sale => ({
  saleId: 'sale',
  cardId: '04AB',
  product,
  terms,
  price: 100,
  currency: 'EUR',
  payment: 'cash',
  at: sold,
});
const singleUse = sale({ kind: 'trips', trips: 1 }, 'SINGLE_USE');
const tenTrip = sale({ kind: 'trips', trips: 10 }, 'TEN_TRIP');
const twoHour = sale({ kind: 'window', seconds: 7200 }, 'TWO_HOUR');
const uses = (count: number) => Array.from({ length: count }, (_, n) => ({ at: sold + n }));

describe('a pass of trips', () => {
  test('never expires until it is used', () => {
    expect(redeem(singleUse, [], sold + minutes(1e6))).toEqual({ granted: true, tripsRemaining: 0 });
    expect(redeem(singleUse, uses(1), sold)).toEqual({ granted: false, reason: 'used_up' });
  });

  test('ends with its tenth trip', () => {
    expect(redeem(tenTrip, uses(9), sold)).toEqual({ granted: true, tripsRemaining: 0 });
    expect(redeem(tenTrip, uses(10), sold)).toEqual({ granted: false, reason: 'used_up' });
  });

  test('that was used too often owes nothing', () => {
    expect(balance(tenTrip, uses(12), sold)).toEqual({ kind: 'trips', tripsRemaining: 0 });
  });
});

describe('a pass of two hours', () => {
  const first = sold + minutes(60);
  const started = [{ at: first }];

  test('starts with its first use, whenever that is', () => {
    const used = redeem(twoHour, [], first);
    expect(used).toEqual({ granted: true, secondsRemaining: 7200, activated: true });
  });

  test('runs two hours and is never extended', () => {
    const later = [...started, { at: first + minutes(119) }];
    expect(redeem(twoHour, later, first + minutes(120) - 1)).toMatchObject({
      granted: true,
      secondsRemaining: 1,
      activated: false,
    });
    expect(redeem(twoHour, later, first + minutes(120))).toEqual({ granted: false, reason: 'expired' });
  });

  test('starts at the earliest of its taps, in whatever order they became known', () => {
    const known = [{ at: first + minutes(30) }, { at: first }];
    expect(redeem(twoHour, known, first + minutes(60))).toMatchObject({ secondsRemaining: 3600 });
  });

  test('does not grow when the clock is set back', () => {
    expect(redeem(twoHour, started, first - minutes(60))).toMatchObject({ secondsRemaining: 7200 });
  });
});

test('a pass is shown until it has ended', () => {
  const soldAt = '2026-05-01T08:00:00.000Z';
  expect(viewPass(tenTrip, uses(3), sold)).toEqual({
    saleId: 'sale',
    product: 'TEN_TRIP',
    tripsRemaining: 7,
    soldAt,
  });
  expect(viewPass(twoHour, [], sold)).toMatchObject({ secondsRemaining: 7200 });
  expect(viewPass(tenTrip, uses(10), sold)).toBeNull();
});
