import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isIssuing, isOver, nextSalesStep, salesStart, type SalesInput, type SalesStep } from './sale';
import { runs } from '../../../../tests/kit/deep';

const run = (...inputs: SalesInput[]): SalesStep => inputs.reduce(nextSalesStep, salesStart);

const blueKnown: SalesInput = { type: 'card-known', cardId: 'B1', hasPass: false };
const ten: SalesInput = { type: 'product-chosen', product: 'TEN_TRIP', saleId: 'sale-1' };
const single: SalesInput = { type: 'product-chosen', product: 'SINGLE_USE', saleId: 'sale-2' };
const blueAgain: SalesInput = { type: 'card-tapped', cardId: 'B1' };
const confirming = { step: 'confirm', cardId: 'B1', product: 'TEN_TRIP', saleId: 'sale-1', phase: 'waiting' };

test('tap, choose, tap again: issued', () => {
  expect(run(blueKnown)).toEqual({ step: 'choose', cardId: 'B1' });
  expect(run(blueKnown, ten)).toEqual(confirming);
  expect(run(blueKnown, ten, blueAgain)).toEqual({ ...confirming, phase: 'issuing' });
  expect(run(blueKnown, ten, blueAgain, { type: 'issued' })).toEqual({
    step: 'issued',
    cardId: 'B1',
    product: 'TEN_TRIP',
  });
});

test('a card with a pass ends it at once, found before or after', () => {
  const hasPass = { step: 'has-pass', cardId: 'B1' };
  expect(run({ ...blueKnown, hasPass: true })).toEqual(hasPass);
  expect(run(blueKnown, ten, blueAgain, { type: 'refused-has-pass' })).toEqual(hasPass);
});

test('another card at the second tap is a mismatch', () => {
  expect(run(blueKnown, ten, { type: 'card-tapped', cardId: 'C2' })).toEqual({ step: 'mismatch' });
});

test('the rider may change her mind until the second tap', () => {
  expect(run(blueKnown, ten, single)).toEqual({ ...confirming, product: 'SINGLE_USE', saleId: 'sale-2' });
  expect(run(blueKnown, ten, blueAgain, single)).toMatchObject({ product: 'TEN_TRIP', saleId: 'sale-1' });
});

test('the same choice again keeps its sale', () => {
  expect(run(blueKnown, ten, { ...ten, saleId: 'sale-9' })).toMatchObject({ saleId: 'sale-1' });
});

test('a sale without an answer can be asked about again or given up, not changed', () => {
  const unanswered = [blueKnown, ten, blueAgain, { type: 'not-answered' }] as const;
  expect(run(...unanswered, single)).toMatchObject({ phase: 'unanswered', saleId: 'sale-1' });
  expect(run(...unanswered, blueAgain)).toMatchObject({ phase: 'issuing', saleId: 'sale-1' });
  expect(run(...unanswered, { type: 'cancelled' })).toEqual(salesStart);
  expect(run(...unanswered, { type: 'timed-out' })).toEqual({ step: 'timeout' });
});

test('silence ends what is open, and the screen returns only from an end', () => {
  expect(run(blueKnown, { type: 'timed-out' })).toEqual({ step: 'timeout' });
  expect(run(blueKnown, { type: 'timed-out' }, { type: 'restarted' })).toEqual(salesStart);
  expect(run(blueKnown, { type: 'restarted' })).toEqual({ step: 'choose', cardId: 'B1' });
  expect(run({ type: 'timed-out' })).toBe(salesStart);
});

test('after an end the next card may come at once', () => {
  const next: SalesInput = { type: 'card-known', cardId: 'C2', hasPass: false };
  expect(run(blueKnown, { type: 'timed-out' }, next)).toEqual({ step: 'choose', cardId: 'C2' });
});

const cardId = fc.constantFrom('B1', 'C2');
const input: fc.Arbitrary<SalesInput> = fc.oneof(
  fc.record({ type: fc.constant('card-known' as const), cardId, hasPass: fc.boolean() }),
  fc.record({
    type: fc.constant('product-chosen' as const),
    product: fc.constantFrom('SINGLE_USE', 'TEN_TRIP'),
    saleId: fc.uuid({ version: 7 }),
  }),
  fc.record({ type: fc.constant('card-tapped' as const), cardId }),
  fc
    .constantFrom('issued', 'refused-has-pass', 'not-answered', 'cancelled', 'timed-out', 'restarted')
    .map((type): SalesInput => ({ type: type as 'issued' })),
);
/** Long, and half of it goes the straight way, so that most runs reach the interesting places. */
const inputs = fc.array(fc.oneof(input, fc.constantFrom(blueKnown, ten, blueAgain)), { maxLength: 40 });

/** Every step of a run with the input that led there and the step before. */
function story(all: SalesInput[]) {
  let before = salesStart;
  return all.map((cause) => {
    const step = { before, cause, after: nextSalesStep(before, cause) };
    before = step.after;
    return step;
  });
}

test('property: only the second tap of the very card that was known begins to issue', () => {
  fc.assert(
    fc.property(inputs, (all) => {
      let known: string | null = null;
      for (const { before, cause, after } of story(all)) {
        if (cause.type === 'card-known' && after !== before) known = cause.cardId;
        if (!isIssuing(after) || isIssuing(before)) continue;
        expect(cause).toEqual({ type: 'card-tapped', cardId: known });
        expect(before).toMatchObject({ step: 'confirm', cardId: known, product: after.product });
      }
    }),
    { numRuns: runs(2000) },
  );
});

test('property: cancelling, silence and restarts never issue and never stop an issue under way', () => {
  fc.assert(
    fc.property(inputs, (all) => {
      for (const { before, cause, after } of story(all)) {
        if (after.step === 'issued' && before.step !== 'issued') expect(cause.type).toBe('issued');
        if (!['cancelled', 'timed-out', 'restarted'].includes(cause.type)) continue;
        if (isIssuing(before)) expect(after).toBe(before);
        else expect(isIssuing(after)).toBe(false);
      }
    }),
    { numRuns: runs(2000) },
  );
});

test('property: one sale, one id, from the choice to its end', () => {
  fc.assert(
    fc.property(inputs, (all) => {
      for (const { before, after } of story(all)) {
        if (before.step !== 'confirm' || before.phase === 'waiting' || after.step !== 'confirm') continue;
        expect(after).toMatchObject({ saleId: before.saleId, product: before.product });
      }
    }),
    { numRuns: runs(2000) },
  );
});

test('property: the way back to the start is always open, unless a pass is just being written', () => {
  fc.assert(
    fc.property(inputs, (all) => {
      const state = run(...all);
      fc.pre(!isIssuing(state));
      expect(nextSalesStep(state, { type: 'cancelled' })).toEqual(salesStart);
      if (isOver(state)) expect(nextSalesStep(state, { type: 'restarted' })).toEqual(salesStart);
    }),
  );
});
