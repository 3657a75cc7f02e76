import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Request } from '#contract/client/request';
import { createTestBoard } from '../simulator/board.testing';
import type { PanelState } from '../simulator/panel';
import { runGate } from './gate';
import { createLogger } from './log';

const blueCard = '04A1B2C3D4E5F6';
const redCard = '04B6C5D4E3F2A1';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const granted = { ok: true, data: { granted: true, reason: 'ok' } };
const replayed = { ok: true, data: { granted: true, reason: 'ok', replay: true } };
const denied = { ok: true, data: { granted: false, reason: 'no_pass' } };
const unavailable = { ok: false, error: { code: 'unavailable', message: '' } };

/** A gate and a server that the test answers for. */
function gate() {
  const board = createTestBoard();
  const asked: { tapId: string; cardId: string; timeoutMs: number }[] = [];
  const waiting: ((answer: object) => void)[] = [];
  const request = (name: string, tap: { tapId: string; cardId: string }, options: { timeoutMs: number }) => {
    expect(name).toBe('tap:present');
    asked.push({ ...tap, ...options });
    return new Promise((resolve) => waiting.push(resolve));
  };
  const stop = runGate({ board, request: request as unknown as Request, log: createLogger('silent') });
  let view = {} as PanelState;
  board.subscribe((state) => (view = state));
  const answer = async (result: object) => {
    waiting.shift()?.(result);
    await vi.advanceTimersByTimeAsync(0);
  };
  return {
    board,
    asked,
    answer,
    stop,
    view: () => view,
    tap: async (card: string, result?: object) => {
      board.present(card);
      await vi.advanceTimersByTimeAsync(301);
      if (result) await answer(result);
    },
  };
}

test('red until a pass is granted; then green for five seconds, with one pulse', async () => {
  const { tap, asked, view } = gate();
  expect(view()).toMatchObject({ red: true, amber: false, green: false });
  await tap(blueCard, granted);
  expect(view()).toMatchObject({ red: false, green: true, pulses: 1 });
  expect(asked).toMatchObject([{ cardId: blueCard, timeoutMs: 3000 }]);
  await vi.advanceTimersByTimeAsync(4999);
  expect(view().green).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(view()).toMatchObject({ red: true, green: false, pulses: 1 });
});

test('a repeated tap is green without a pulse', async () => {
  const { tap, view } = gate();
  await tap(blueCard, replayed);
  expect(view()).toMatchObject({ green: true, pulses: 0 });
});

test('a denied card, a phone and two cards are refused alike', async () => {
  const { board, tap, asked, view } = gate();
  const refusals = [
    () => tap(redCard, denied),
    () => Promise.resolve(board.tellUnread('random')),
    () => Promise.resolve(board.tellUnread('several')),
  ];
  for (const refuse of refusals) {
    await refuse();
    expect(view()).toMatchObject({ red: true, green: false, buzzing: true, pulses: 0 });
    await vi.advanceTimersByTimeAsync(600);
    expect(view().red).toBe(false);
    await vi.advanceTimersByTimeAsync(4000);
    expect(view().red).toBe(true);
  }
  expect(asked).toHaveLength(1);
});

test('two cards are no matter while one of them is being served', async () => {
  const { board, tap, answer, view } = gate();
  await tap(blueCard);
  board.tellUnread('several');
  expect(view().buzzing).toBe(false);
  await answer(granted);
  board.tellUnread('several');
  expect(view().green).toBe(true);
});

test('no answer: amber, and the card’s next tap asks under the same id', async () => {
  const { tap, asked, view } = gate();
  await tap(blueCard, unavailable);
  expect(view()).toMatchObject({ red: true, amber: true, pulses: 0 });
  await tap(redCard, denied);
  await tap(blueCard, granted);
  expect(view().pulses).toBe(1);
  const [first, other, again] = asked;
  expect(again?.tapId).toBe(first?.tapId);
  expect(other?.tapId).not.toBe(first?.tapId);
});

test('taps are decided one after the other', async () => {
  const { tap, asked, answer } = gate();
  await tap(blueCard);
  await tap(redCard);
  expect(asked).toHaveLength(1);
  await answer(granted);
  expect(asked.map(({ cardId }) => cardId)).toEqual([blueCard, redCard]);
});

test('a gate that ends is dark, and opens for no late answer', async () => {
  const { board, tap, asked, answer, stop, view } = gate();
  await tap(blueCard);
  stop();
  await answer(granted);
  board.present(redCard);
  await vi.advanceTimersByTimeAsync(6000);
  expect(view()).toMatchObject({ red: false, amber: false, green: false, pulses: 0 });
  expect(asked).toHaveLength(1);
});
