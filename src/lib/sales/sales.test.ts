import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Result } from '#contract/result';
import type { CardView, IssuedPass, SaleComplete } from '#contract/transit';
import { startingCatalogue } from '#domain/transit/product';
import { createTestBoard } from '#hardware/simulator/board.testing';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime';
import { createSales } from './sales.svelte';
import { wordsFor } from './words';
import { runs } from '../../../tests/kit/deep';

const blueCard = '04A1B2C3D4E5F6';
const redCard = '04B6C5D4E3F2A1';
const unavailable = { ok: false, error: { code: 'unavailable', message: '' } } as const;
const conflict = { ok: false, error: { code: 'conflict', message: '' } } as const;

beforeAll(() => overwriteGetLocale(() => 'en'));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function issued({ saleId, product }: SaleComplete): Result<IssuedPass> {
  const at = '2026-11-21T08:00:00.000Z';
  return {
    ok: true,
    data: {
      pass: { saleId, product, soldAt: at },
      receipt: { saleId, product, price: 280, currency: 'EUR', payment: 'terminal', at },
    },
  };
}

/** A kiosk with the on-screen board and a desk whose cards and answers the test sets. */
function kiosk() {
  const board = createTestBoard();
  const cards = new Map<string, Partial<CardView>>();
  const said: string[] = [];
  let ids = 0;
  const desk = {
    lookUp: vi.fn((cardId: string): Promise<Result<CardView>> =>
      Promise.resolve({ ok: true, data: { cardId, blocked: false, pass: null, ...cards.get(cardId) } }),
    ),
    complete: vi.fn((sale: SaleComplete): Promise<Result<IssuedPass>> => Promise.resolve(issued(sale))),
  };
  const sales = createSales({
    desk,
    board,
    reader: board,
    catalogue: startingCatalogue,
    prompter: { say: (prompt) => said.push(prompt) },
    newId: () => `sale-${++ids}`,
  });
  const tap = async (cardId: string) => {
    board.present(cardId);
    await wait(301);
  };
  return { sales, board, desk, cards, said, tap };
}

test.each([
  ['SINGLE_USE', 'single-trip-pass', 1],
  ['TEN_TRIP', 'ten-trip-pass', 2],
  ['TWO_HOUR', 'two-hour-pass', 3],
] as const)('%s: tap, choose by its button, tap again', async (product, name, key) => {
  const { sales, board, desk, said, tap } = kiosk();
  await tap(blueCard);
  expect(sales.state.step).toBe('choose');
  board.press(key);
  await wait(2000);
  await tap(blueCard);
  expect(sales.state).toEqual({ step: 'issued', cardId: blueCard, product });
  expect(desk.complete.mock.calls).toEqual([
    [{ saleId: 'sale-1', cardId: blueCard, product, payment: 'terminal' }],
  ]);
  expect(said).toEqual(['select-a-pass', `selected-${name}`, 'tap-card-to-confirm', `thank-you-${name}`]);
});

test('a quick second tap is thanked at once, and never told to tap afterwards', async () => {
  const { sales, said, tap } = kiosk();
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  await wait(3000);
  expect(said).toEqual(['select-a-pass', 'selected-ten-trip-pass', 'thank-you-ten-trip-pass']);
});

test('a card with a pass is told so, and nothing is sold', async () => {
  const { sales, desk, cards, said, tap } = kiosk();
  cards.set(blueCard, { pass: { saleId: 's', product: 'TEN_TRIP', tripsRemaining: 4, soldAt: '' } });
  await tap(blueCard);
  expect(sales.state.step).toBe('has-pass');
  expect(sales.pass).toMatchObject({ product: 'TEN_TRIP', tripsRemaining: 4 });
  expect(said).toEqual(['card-already-has-pass']);
  sales.choose('SINGLE_USE');
  await tap(blueCard);
  expect(desk.complete).not.toHaveBeenCalled();
});

test('another card at the second tap cancels the sale', async () => {
  const { sales, desk, said, tap } = kiosk();
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(redCard);
  expect(sales.state.step).toBe('mismatch');
  expect(said.at(-1)).toBe('mismatch-cancel');
  expect(desk.complete).not.toHaveBeenCalled();
});

test('thirty seconds of silence lead back to the start, counted from the last action', async () => {
  const { sales, said, tap } = kiosk();
  await tap(blueCard);
  await wait(29_000);
  sales.choose('TEN_TRIP');
  await wait(29_900);
  expect(sales.state.step).toBe('confirm');
  await wait(100);
  expect(sales.state.step).toBe('timeout');
  expect(said.at(-1)).toBe('timed-out');
  await wait(8000);
  expect(sales.state.step).toBe('tap');
});

test('an outcome goes by itself, or at once with the next card', async () => {
  const { sales, tap } = kiosk();
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(redCard);
  await tap(redCard);
  expect(sales.state).toEqual({ step: 'choose', cardId: redCard });
  sales.cancel();
  expect(sales.state.step).toBe('tap');
});

test('a blocked card is told so on the first screen', async () => {
  const { sales, cards, tap } = kiosk();
  cards.set(blueCard, { blocked: true });
  await tap(blueCard);
  expect([sales.state.step, sales.notice]).toEqual(['tap', 'blocked']);
  await wait(8000);
  expect(sales.notice).toBeNull();
});

test('no answer to the first tap: said, and the next tap begins afresh', async () => {
  const { sales, desk, said, tap } = kiosk();
  desk.lookUp.mockResolvedValueOnce(unavailable);
  await tap(blueCard);
  expect([sales.state.step, sales.notice, said.at(-1)]).toEqual(['tap', 'not-answered', 'try-again']);
  await tap(blueCard);
  expect([sales.state.step, sales.notice]).toEqual(['choose', null]);
});

test.each([
  ['not-answered', () => Promise.resolve(unavailable)],
  [
    'blocked',
    () => Promise.resolve({ ok: true, data: { cardId: redCard, blocked: true, pass: null } } as const),
  ],
] as const)('%s: the next rider sees it in place of the last one’s outcome', async (notice, lookUp) => {
  const { sales, desk, tap } = kiosk();
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  expect(sales.state.step).toBe('issued');
  desk.lookUp.mockImplementationOnce(lookUp);
  await tap(redCard);
  expect([sales.state.step, sales.notice]).toEqual(['tap', notice]);
});

test('a blocked card ends the choice that another one began', async () => {
  const { sales, cards, tap } = kiosk();
  cards.set(redCard, { blocked: true });
  await tap(blueCard);
  await tap(redCard);
  expect([sales.state.step, sales.notice]).toEqual(['tap', 'blocked']);
});

test.each([
  ['cancelled', 'tap'],
  ['left', 'timeout'],
  ['met by another card', 'mismatch'],
])('a sale without an answer that is %s is never called unsold', async (how, step) => {
  const { sales, desk, tap } = kiosk();
  desk.complete.mockResolvedValueOnce(unavailable);
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  expect(sales.notice).toBeNull();
  if (how === 'cancelled') sales.cancel();
  if (how === 'left') await wait(30_000);
  if (how === 'met by another card') await tap(redCard);
  expect([sales.state.step, sales.notice]).toEqual([step, 'unsettled']);
  expect(wordsFor(sales.state, sales.notice).text).toMatch(/to see whether the pass is on it/);
  await wait(8000);
  expect([sales.state.step, sales.notice]).toEqual(['tap', null]);
});

test('no answer to the sale: the next tap of the card asks again under the same id', async () => {
  const { sales, desk, said, tap } = kiosk();
  desk.complete.mockResolvedValueOnce(unavailable);
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  expect(sales.state).toMatchObject({ step: 'confirm', phase: 'unanswered' });
  expect(said.at(-1)).toBe('try-again');
  sales.choose('SINGLE_USE');
  await tap(blueCard);
  expect(desk.complete.mock.calls.map(([sale]) => [sale.saleId, sale.product])).toEqual([
    ['sale-1', 'TEN_TRIP'],
    ['sale-1', 'TEN_TRIP'],
  ]);
  expect(sales.state.step).toBe('issued');
});

test('a sale that the server refuses because of a pass ends there', async () => {
  const { sales, desk, tap } = kiosk();
  desk.complete.mockResolvedValueOnce(conflict);
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  expect(sales.state.step).toBe('has-pass');
});

test('while the pass is being written nothing interferes, however long it takes', async () => {
  const { sales, desk, tap } = kiosk();
  let answer: (result: Result<IssuedPass>) => void = () => undefined;
  desk.complete.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  sales.cancel();
  sales.choose('SINGLE_USE');
  await tap(redCard);
  await tap(blueCard);
  await wait(60_000);
  expect(sales.state).toMatchObject({ step: 'confirm', phase: 'issuing', saleId: 'sale-1' });
  expect(desk.complete).toHaveBeenCalledTimes(1);
  answer(issued({ saleId: 'sale-1', cardId: blueCard, product: 'TEN_TRIP', payment: 'terminal' }));
  await wait(0);
  expect(sales.state.step).toBe('issued');
});

test('an answer about a card that was cancelled meanwhile is dropped', async () => {
  const { sales, desk, tap } = kiosk();
  await tap(blueCard);
  let answer: (result: Result<CardView>) => void = () => undefined;
  desk.lookUp.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await tap(redCard);
  sales.cancel();
  answer({ ok: true, data: { cardId: redCard, blocked: false, pass: null } });
  await wait(0);
  expect(sales.state.step).toBe('tap');
});

test('an answer about a second card is dropped once a pass is chosen for the first', async () => {
  const { sales, desk, tap } = kiosk();
  await tap(blueCard);
  let answer: (result: Result<CardView>) => void = () => undefined;
  desk.lookUp.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await tap(redCard);
  sales.choose('TEN_TRIP');
  answer(unavailable);
  await wait(0);
  expect(sales.state).toMatchObject({ step: 'confirm', cardId: blueCard });
});

test('a kiosk closed while a pass is written says nothing of it', async () => {
  const { sales, desk, said, tap } = kiosk();
  let answer: (result: Result<IssuedPass>) => void = () => undefined;
  desk.complete.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  await tap(blueCard);
  sales.close();
  answer(unavailable);
  await wait(0);
  expect(said).toEqual(['select-a-pass', 'selected-ten-trip-pass']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a phone, or two cards, begin no sale and are told so', async () => {
  const { sales, board, desk, said } = kiosk();
  board.tellUnread('random');
  expect([sales.state.step, sales.notice]).toEqual(['tap', 'random']);
  board.tellUnread('several');
  expect(sales.notice).toBe('several');
  expect(said).toEqual(['card-not-phone', 'one-card-at-a-time']);
  await wait(8000);
  expect(sales.notice).toBeNull();
  expect(desk.lookUp).not.toHaveBeenCalled();
});

test('two cards in the middle of a sale are told, and the sale goes on', async () => {
  const { sales, board, said, tap } = kiosk();
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  board.tellUnread('several');
  expect(sales.state.step).toBe('confirm');
  expect([said.at(-1), sales.notice]).toEqual(['one-card-at-a-time', null]);
  await tap(blueCard);
  expect(sales.state.step).toBe('issued');
});

test('a closed kiosk hears nothing and leaves nothing ticking', async () => {
  const { sales, board, desk, tap } = kiosk();
  await tap(blueCard);
  sales.choose('TEN_TRIP');
  sales.close();
  board.press(1);
  await tap(blueCard);
  expect(desk.complete).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

const action = fc.oneof(
  fc.record({ tap: fc.constantFrom(blueCard, redCard) }),
  fc.record({ press: fc.constantFrom(1 as const, 2 as const, 3 as const) }),
  fc.record({ wait: fc.constantFrom(500, 8000, 30_000) }),
  fc.constant({ cancel: true }),
);

test('property: whatever a rider does, a pass is only asked for the card of both taps', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const { sales, board, desk, tap } = kiosk();
      for (const one of actions) {
        const before = sales.state;
        const asked = desk.complete.mock.calls.length;
        if ('tap' in one) await tap(one.tap);
        if ('press' in one) board.press(one.press);
        if ('wait' in one) await wait(one.wait);
        if ('cancel' in one) sales.cancel();
        const sale = desk.complete.mock.calls[asked]?.[0];
        if (!sale) continue;
        expect(one).toEqual({ tap: sale.cardId });
        const { cardId, product, saleId } = sale;
        expect(before).toMatchObject({ step: 'confirm', cardId, product, saleId });
      }
      sales.close();
    }),
    { numRuns: runs(300) },
  );
});
