import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backoff } from './backoff';
import { redial } from './redial';

let page: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('pauses grow to four seconds, spread over their upper half', () => {
  expect([1, 2, 3, 5, 6, 60].map((n) => backoff(n, () => 1))).toEqual([250, 500, 1000, 4000, 4000, 4000]);
  expect(backoff(1, () => 0)).toBe(125);
});

test('dials at once, again after each failure, and soon again once it has worked', () => {
  const dial = vi.fn();
  const line = redial(dial);
  expect(dial).toHaveBeenCalledTimes(1);
  for (const pause of [250, 500, 1000]) {
    line.later();
    vi.advanceTimersByTime(pause - 1);
    const before = dial.mock.calls.length;
    vi.advanceTimersByTime(1);
    expect(dial).toHaveBeenCalledTimes(before + 1);
  }
  line.worked();
  line.later();
  vi.advanceTimersByTime(250);
  expect(dial).toHaveBeenCalledTimes(5);
});

test('two reports of one failure are one attempt', () => {
  const dial = vi.fn();
  const line = redial(dial);
  line.later();
  line.later();
  vi.advanceTimersByTime(250);
  expect(dial).toHaveBeenCalledTimes(2);
  line.later();
  vi.advanceTimersByTime(500);
  expect(dial).toHaveBeenCalledTimes(3);
});

test('a browser that is online again does not wait, unless nothing is due', () => {
  const dial = vi.fn();
  const line = redial(dial);
  page.dispatchEvent(new Event('online'));
  expect(dial).toHaveBeenCalledTimes(1);
  line.later();
  page.dispatchEvent(new Event('online'));
  expect(dial).toHaveBeenCalledTimes(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('stopped, it dials no more', () => {
  const dial = vi.fn();
  const line = redial(dial);
  line.later();
  line.stop();
  page.dispatchEvent(new Event('online'));
  vi.advanceTimersByTime(10_000);
  expect(dial).toHaveBeenCalledTimes(1);
});
