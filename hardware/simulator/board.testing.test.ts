import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PanelState } from '#hardware/simulator/panel';
import { createTestBoard } from './board.testing';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const blueCard = '04A1B2C3D4E5F6';
const redCard = '04B6C5D4E3F2A1';

function panel() {
  const board = createTestBoard();
  const seen: PanelState[] = [];
  const happened: string[] = [];
  board.subscribe((state) => seen.push(state));
  board.onCard((cardId) => happened.push(`card ${cardId}`));
  board.onGone((cardId) => happened.push(`gone ${cardId}`));
  const now = () => seen.at(-1) as PanelState;
  return { board, seen, happened, now };
}

test('it begins dark, silent and shut', () => {
  expect(panel().now()).toEqual({
    red: false,
    amber: false,
    green: false,
    buzzing: false,
    tones: 0,
    gateOpen: false,
    pulses: 0,
    card: null,
    ready: true,
  });
});

test('a card is there for 300 ms', () => {
  const { board, happened, now } = panel();
  board.present(blueCard);
  vi.advanceTimersByTime(299);
  expect(now().card).toBe(blueCard);
  expect(happened).toEqual([`card ${blueCard}`]);
  vi.advanceTimersByTime(1);
  expect(happened).toEqual([`card ${blueCard}`, `gone ${blueCard}`]);
});

test('each tap is a presentation, however fast a person taps', () => {
  const { board, happened } = panel();
  board.present(blueCard);
  vi.advanceTimersByTime(100);
  board.present(blueCard);
  expect(happened).toEqual([`card ${blueCard}`, `gone ${blueCard}`, `card ${blueCard}`]);
  vi.advanceTimersByTime(299);
  expect(happened).toHaveLength(3);
  vi.advanceTimersByTime(1);
  expect(happened.at(-1)).toBe(`gone ${blueCard}`);
});

test('another card takes the place of the one that is there', () => {
  const { board, happened } = panel();
  board.present(blueCard);
  vi.advanceTimersByTime(200);
  board.present(redCard);
  vi.advanceTimersByTime(299);
  expect(happened).toEqual([`card ${blueCard}`, `gone ${blueCard}`, `card ${redCard}`]);
  vi.advanceTimersByTime(1);
  expect(happened.at(-1)).toBe(`gone ${redCard}`);
});

test('lamps burn, blink beginning lit, and go dark', () => {
  const { board, now } = panel();
  board.lamps({ red: 500, amber: 1, green: 0 });
  const red: boolean[] = [];
  for (let half = 0; half < 4; half++) {
    red.push(now().red);
    vi.advanceTimersByTime(500);
  }
  expect(red).toEqual([true, false, true, false]);
  expect(now()).toMatchObject({ amber: true, green: false });
  board.lamps({ red: 0, amber: 0, green: 1 });
  vi.advanceTimersByTime(2000);
  expect(now()).toMatchObject({ red: false, amber: false, green: true });
});

test('the buzzer gives as many tones as it was asked for', () => {
  const { board, now, seen } = panel();
  board.buzz({ hz: 220, ms: 100, times: 3 });
  vi.advanceTimersByTime(1000);
  expect(seen.map(({ buzzing }) => buzzing)).toEqual([false, true, false, true, false, true, false]);
  expect(now().tones).toBe(3);
  board.buzz({ hz: 220, ms: 100, times: 0 });
  expect(now()).toMatchObject({ buzzing: false, tones: 3 });
});

test('the relay gives bounded pulses and counts them', () => {
  const { board, now } = panel();
  board.openGate(500);
  expect(now()).toMatchObject({ gateOpen: true, pulses: 1 });
  vi.advanceTimersByTime(500);
  expect(now()).toMatchObject({ gateOpen: false, pulses: 1 });
  board.openGate(60_000);
  vi.advanceTimersByTime(5000);
  expect(now()).toMatchObject({ gateOpen: false, pulses: 2 });
});

test('a pulse in the middle of another has its whole length', () => {
  const { board, now } = panel();
  board.openGate(500);
  vi.advanceTimersByTime(400);
  board.openGate(500);
  vi.advanceTimersByTime(499);
  expect(now()).toMatchObject({ gateOpen: true, pulses: 2 });
  vi.advanceTimersByTime(1);
  expect(now().gateOpen).toBe(false);
});

test('bye leaves nothing on and nothing ticking', () => {
  const { board, now } = panel();
  board.lamps({ red: 500, amber: 1, green: 1 });
  board.buzz({ hz: 220, ms: 100, times: 9 });
  board.openGate(5000);
  board.bye();
  expect(now()).toMatchObject({ red: false, amber: false, green: false, buzzing: false, gateOpen: false });
  expect(vi.getTimerCount()).toBe(0);
});

test('buttons reach their listener until it is taken off', () => {
  const { board } = panel();
  const heard = vi.fn();
  const off = board.onButton(heard);
  board.press(2);
  off();
  board.press(3);
  expect(heard.mock.calls).toEqual([[2]]);
});
