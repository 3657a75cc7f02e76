import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Result } from '#contract/result';
import type { Decision } from '#contract/transit';
import type { Tap } from '#domain/transit/gatekeeper';
import { startingCatalogue } from '#domain/transit/product';
import type { PanelState } from '#hardware/simulator/panel';
import { createTestBoard } from '#hardware/simulator/board.testing';
import { createGate } from './gate.svelte';

const blueCard = '04A1B2C3D4E5F6';
const redCard = '04B6C5D4E3F2A1';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Answer = Partial<Decision> | 'unavailable' | 'forbidden';
const settled = () => vi.advanceTimersByTimeAsync(0);

/** A gate with the on-screen board; the test answers each tap in its own time. */
function gateWithDesk() {
  const board = createTestBoard();
  const asked: (Tap & { withinMs: number })[] = [];
  const answers: ((result: Result<Decision>) => void)[] = [];
  const said: string[] = [];
  let ids = 0;
  let lights = {} as PanelState;
  board.subscribe((state) => (lights = state));
  const gate = createGate({
    board,
    reader: board,
    catalogue: startingCatalogue,
    prompter: { say: (prompt) => said.push(prompt) },
    newId: () => `tap-${++ids}`,
    now: () => Date.now(),
    authorizer: {
      authorize: (tap, withinMs) => {
        asked.push({ ...tap, withinMs });
        return new Promise((resolve) => answers.push(resolve));
      },
    },
  });
  const tap = async (cardId: string) => {
    board.present(cardId);
    await vi.advanceTimersByTimeAsync(300);
  };
  const answer = async (what: Answer) => {
    const tapId = asked.at(asked.length - answers.length)?.tapId ?? '';
    const decision: Decision = { tapId, granted: true, reason: 'ok', product: 'TEN_TRIP', tripsRemaining: 9 };
    answers.shift()?.(
      typeof what === 'string'
        ? { ok: false, error: { code: what, message: '' } }
        : { ok: true, data: { ...decision, ...what } },
    );
    await settled();
  };
  return { gate, board, asked, said, tap, answer, lights: () => lights };
}

const denied: Answer = { granted: false, reason: 'no_pass' };

test('idle is red and silent', () => {
  const { gate, said, lights } = gateWithDesk();
  expect(gate.screen).toEqual({ state: 'idle' });
  expect(lights()).toMatchObject({ red: true, amber: false, green: false, pulses: 0 });
  expect(said).toEqual([]);
});

test('granted: green for five seconds, one pulse, then red', async () => {
  const { gate, said, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  expect(gate.screen.state).toBe('idle');
  await answer({ tripsRemaining: 9 });
  expect(gate.screen).toMatchObject({ state: 'granted', decision: { tapId: 'tap-1', tripsRemaining: 9 } });
  expect(lights()).toMatchObject({ red: false, green: true, gateOpen: true, pulses: 1 });
  expect(said).toEqual(['access-granted']);
  await vi.advanceTimersByTimeAsync(500);
  expect(lights().gateOpen).toBe(false);
  await vi.advanceTimersByTimeAsync(4499);
  expect(lights().green).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(gate.screen.state).toBe('idle');
  expect(lights()).toMatchObject({ red: true, green: false, pulses: 1 });
});

test('denied: four flashes of red with the buzzer, no pulse, then steady red', async () => {
  const { gate, said, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  await answer(denied);
  expect(gate.screen).toMatchObject({ state: 'denied', decision: { reason: 'no_pass' } });
  expect(said).toEqual(['access-denied']);
  expect(lights().buzzing).toBe(true);
  const red: boolean[] = [];
  for (let half = 0; half < 8; half++) {
    red.push(lights().red);
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(red).toEqual([true, false, true, false, true, false, true, false]);
  expect(gate.screen.state).toBe('idle');
  await vi.advanceTimersByTimeAsync(700);
  expect(lights()).toMatchObject({ red: true, buzzing: false, pulses: 0 });
});

test('the next tap interrupts green, and its own time counts', async () => {
  const { gate, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  await answer({});
  await vi.advanceTimersByTimeAsync(4000);
  await tap(redCard);
  await answer(denied);
  expect(gate.screen.state).toBe('denied');
  expect(lights()).toMatchObject({ green: false, red: true });
  await vi.advanceTimersByTimeAsync(3999);
  expect(gate.screen.state).toBe('denied');
});

test('a phone is told to be none, with its own words and without a tap', async () => {
  const { gate, board, asked, said, lights } = gateWithDesk();
  board.tellUnread('random');
  expect(gate.screen).toEqual({ state: 'denied', unread: 'random' });
  expect(said).toEqual(['card-not-phone']);
  expect(lights()).toMatchObject({ red: true, buzzing: true, pulses: 0 });
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(4000);
  expect(gate.screen).toEqual({ state: 'idle' });
});

test('two cards are told to be too many, but not over the answer to one of them', async () => {
  const { gate, board, said, tap, answer } = gateWithDesk();
  board.tellUnread('several');
  expect(gate.screen).toEqual({ state: 'denied', unread: 'several' });
  await vi.advanceTimersByTimeAsync(4000);
  await tap(blueCard);
  board.tellUnread('several');
  await answer({});
  board.tellUnread('several');
  expect(gate.screen.state).toBe('granted');
  expect(said).toEqual(['one-card-at-a-time', 'access-granted']);
});

test('taps are decided in their order, none is lost', async () => {
  const { gate, asked, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  await tap(redCard);
  await tap('4444');
  expect(asked.map(({ cardId }) => cardId)).toEqual([blueCard]);
  await answer({});
  await answer(denied);
  expect(gate.screen.state).toBe('denied');
  await answer({});
  expect(asked.map(({ cardId }) => cardId)).toEqual([blueCard, redCard, '4444']);
  expect(gate.screen).toMatchObject({ state: 'granted', decision: { tapId: 'tap-3' } });
  expect(lights().pulses).toBe(2);
});

test('a card held up again while its tap waits is one tap', async () => {
  const { asked, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  await tap(blueCard);
  await answer({});
  expect(asked).toHaveLength(1);
  expect(lights().pulses).toBe(1);
});

test('a repeated tap is green without a second pulse', async () => {
  const { gate, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  await answer({});
  await tap(blueCard);
  await answer({ replay: true });
  expect(gate.screen).toMatchObject({ state: 'granted', decision: { tapId: 'tap-2' } });
  expect(lights()).toMatchObject({ green: true, pulses: 1 });
});

test.each([
  ['of a ten-trip pass is told', { product: 'TEN_TRIP', tripsRemaining: 0 }, 'last-trip'],
  ['of a single trip is nothing special', { product: 'SINGLE_USE', tripsRemaining: 0 }, 'access-granted'],
])('the last trip %s', async (_, decision, prompt) => {
  const { said, tap, answer } = gateWithDesk();
  await tap(blueCard);
  await answer(decision);
  expect(said).toEqual([prompt]);
});

test('a tap without an answer says so, and the card’s next tap asks under the same id', async () => {
  const { gate, asked, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  await answer('unavailable');
  expect(gate.screen).toEqual({ state: 'error', reason: 'unavailable', tapId: 'tap-1' });
  expect(lights()).toMatchObject({ red: true, amber: true, pulses: 0 });
  await tap(redCard);
  await answer({});
  await tap(blueCard);
  await answer({});
  expect(asked.map(({ tapId }) => tapId)).toEqual(['tap-1', 'tap-2', 'tap-1']);
  expect(lights().pulses).toBe(2);
  await tap(blueCard);
  expect(asked.at(-1)?.tapId).toBe('tap-3');
});

test('a refused tap is over: the card’s next one is new', async () => {
  const { asked, tap, answer } = gateWithDesk();
  await tap(blueCard);
  await answer('forbidden');
  await tap(blueCard);
  expect(asked.map(({ tapId }) => tapId)).toEqual(['tap-1', 'tap-2']);
});

test('after two minutes an unanswered tap is forgotten', async () => {
  const { asked, tap, answer } = gateWithDesk();
  await tap(blueCard);
  await answer('unavailable');
  await vi.advanceTimersByTimeAsync(120_000);
  await tap(blueCard);
  expect(asked.map(({ tapId }) => tapId)).toEqual(['tap-1', 'tap-2']);
});

test('time spent in the line counts: who has waited too long is told at once', async () => {
  const { gate, asked, tap, answer } = gateWithDesk();
  await tap(blueCard);
  await tap(redCard);
  await vi.advanceTimersByTimeAsync(2100);
  await tap('4444');
  await vi.advanceTimersByTimeAsync(400);
  await answer('unavailable');
  // The red card has waited 3100 ms, the last one 700.
  expect(asked.map(({ cardId, withinMs }) => [cardId, withinMs])).toEqual([
    [blueCard, 3000],
    ['4444', 2300],
  ]);
  expect(gate.screen).toEqual({ state: 'error', reason: 'unavailable', tapId: 'tap-2' });
});

test('an authorizer that breaks does not stop the line', async () => {
  const board = createTestBoard();
  const authorize = vi
    .fn()
    .mockRejectedValueOnce(new Error('broken'))
    .mockResolvedValue({ ok: true, data: { tapId: 'tap-2', granted: true, reason: 'ok' } });
  const gate = createGate({
    board,
    reader: board,
    catalogue: startingCatalogue,
    prompter: { say: () => undefined },
    authorizer: { authorize },
  });
  board.present(blueCard);
  await settled();
  expect(gate.screen.state).toBe('error');
  board.present(redCard);
  await settled();
  expect(gate.screen.state).toBe('granted');
});

test('a closed gate is dark, hears nothing and opens for no late answer', async () => {
  const { gate, board, asked, tap, answer, lights } = gateWithDesk();
  await tap(blueCard);
  gate.close();
  expect(lights()).toMatchObject({ red: false, amber: false, green: false });
  await answer({});
  board.present(redCard);
  await settled();
  expect(asked).toHaveLength(1);
  expect(lights().pulses).toBe(0);
});
