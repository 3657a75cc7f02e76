import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Request } from '#contract/client/request';
import type { Result } from '#contract/result';
import { createTestBoard } from '../simulator/board.testing';
import { createLogger } from './log';
import { runTerminal } from './terminal';

const blueCard = '04A1B2C3D4E5F6';
const redCard = '04B6C5D4E3F2A1';
const unavailable = { ok: false, error: { code: 'unavailable', message: '' } } as const;
const pass = { saleId: 's', product: 'TEN_TRIP', tripsRemaining: 10, soldAt: '' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Asked = [name: string, payload: object];

/** A till and a server whose next answers the test sets; without one every card is new and every sale is made. */
function till() {
  const board = createTestBoard();
  const asked: Asked[] = [];
  const answers: Result<unknown>[] = [];
  const usual = (name: string): Result<unknown> =>
    name === 'card:lookup'
      ? { ok: true, data: { cardId: '', blocked: false, pass: null } }
      : { ok: true, data: { pass, receipt: {} } };
  const request = (name: string, payload: object) => {
    asked.push([name, payload]);
    return Promise.resolve(answers.shift() ?? usual(name));
  };
  const stop = runTerminal({
    board,
    request: request as unknown as Request,
    products: ['SINGLE_USE', 'TEN_TRIP'],
    log: createLogger('silent'),
  });
  let lit = '';
  let tones = 0;
  board.subscribe((view) => {
    lit = (['red', 'amber', 'green'] as const).filter((lamp) => view[lamp]).join(' ');
    ({ tones } = view);
  });
  return {
    board,
    asked,
    answers,
    stop,
    tap: async (card: string) => {
      board.present(card);
      await vi.advanceTimersByTimeAsync(301);
    },
    /** The lamps at this moment and half a second later, which shows what blinks. */
    lamps: async () => {
      const first = lit;
      await vi.advanceTimersByTimeAsync(500);
      return [first, lit];
    },
    tones: () => tones,
  };
}

test('the lamps tell each step: tap, choose, tap again, issued, and back', async () => {
  const { board, asked, tap, lamps, tones } = till();
  expect(await lamps()).toEqual(['amber', 'amber']);
  await tap(blueCard);
  expect(await lamps()).toEqual(['amber', '']);
  board.press(2);
  expect(await lamps()).toEqual(['amber green', 'amber']);
  expect(tones()).toBe(0);
  await tap(blueCard);
  expect(await lamps()).toEqual(['green', 'green']);
  expect(tones()).toBe(1);
  expect(asked).toEqual([
    ['card:lookup', { cardId: blueCard }],
    [
      'sale:complete',
      {
        saleId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        cardId: blueCard,
        product: 'TEN_TRIP',
        payment: 'terminal',
      },
    ],
  ]);
  await vi.advanceTimersByTimeAsync(8000);
  expect(await lamps()).toEqual(['amber', 'amber']);
});

test('a card with a pass: red, two low tones, and no sale', async () => {
  const { board, asked, answers, tap, lamps, tones } = till();
  answers.push({ ok: true, data: { cardId: blueCard, blocked: false, pass } });
  await tap(blueCard);
  expect(await lamps()).toEqual(['red', 'red']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(tones()).toBe(2);
  board.press(1);
  expect(asked).toHaveLength(1);
});

test('another card at the second tap: red blinks, and nothing is sold', async () => {
  const { board, asked, tap, lamps } = till();
  await tap(blueCard);
  board.press(1);
  await tap(redCard);
  expect(await lamps()).toEqual(['red', '']);
  expect(asked.map(([name]) => name)).toEqual(['card:lookup']);
});

test('no answer to the sale: red joins, and the next tap asks under the same id', async () => {
  const { board, asked, answers, tap, lamps } = till();
  await tap(blueCard);
  board.press(1);
  answers.push(unavailable);
  await tap(blueCard);
  expect(await lamps()).toEqual(['red amber green', 'red amber']);
  await tap(blueCard);
  expect(await lamps()).toEqual(['green', 'green']);
  expect(asked[2]).toEqual(asked[1]);
});

test.each([
  ['a blocked card', { ok: true, data: { cardId: blueCard, blocked: true, pass: null } } as const],
  ['a server that is away', unavailable],
])('%s: red blinks for eight seconds', async (_, answer) => {
  const { answers, tap, lamps } = till();
  answers.push(answer);
  await tap(blueCard);
  expect(await lamps()).toEqual(['red', '']);
  await vi.advanceTimersByTimeAsync(7500);
  expect(await lamps()).toEqual(['amber', 'amber']);
});

test('a phone begins no sale', async () => {
  const { board, asked, lamps } = till();
  board.tellUnread('random');
  expect(await lamps()).toEqual(['red', '']);
  expect(asked).toEqual([]);
});

test('a button without a product does nothing', async () => {
  const { board, tap, lamps } = till();
  await tap(blueCard);
  board.press(3);
  expect(await lamps()).toEqual(['amber', '']);
});

test('a till that ends is dark, hears nothing and leaves nothing ticking', async () => {
  const { board, asked, stop, tap, lamps } = till();
  await tap(blueCard);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  await tap(redCard);
  board.press(1);
  expect(await lamps()).toEqual(['', '']);
  expect(asked).toHaveLength(1);
});
