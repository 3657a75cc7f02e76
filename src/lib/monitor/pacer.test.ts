import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPacer } from './pacer';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('what comes now and then is shown at once', () => {
  const show = vi.fn();
  const pacer = createPacer(show);
  for (let change = 1; change <= 20; change++) {
    pacer.changed();
    expect(show).toHaveBeenCalledTimes(change);
    vi.advanceTimersByTime(100);
  }
});

test('a rush is shown some times a second, its end too', () => {
  const show = vi.fn();
  const pacer = createPacer(show);
  for (let change = 0; change < 1_000; change++) {
    pacer.changed();
    vi.advanceTimersByTime(1);
  }
  expect(show.mock.calls.length).toBeLessThanOrEqual(15);
  show.mockClear();
  pacer.changed();
  vi.advanceTimersByTime(100);
  expect(show).toHaveBeenCalled();
  // And then it is quiet again.
  vi.advanceTimersByTime(200);
  show.mockClear();
  pacer.changed();
  expect(show).toHaveBeenCalledTimes(1);
});

test('says when a rush begins, and shows it once more when it is over', () => {
  const show = vi.fn();
  const pacer = createPacer(show);
  for (let change = 0; change < 50; change++) pacer.changed();
  expect(show.mock.calls.flat()).toEqual([false, false, false, false, false]);
  vi.advanceTimersByTime(100);
  expect(show).toHaveBeenLastCalledWith(true);
  vi.advanceTimersByTime(100);
  expect(show).toHaveBeenLastCalledWith(false);
  show.mockClear();
  vi.advanceTimersByTime(1_000);
  expect(show).not.toHaveBeenCalled();
});

test('a stopped one shows nothing more', () => {
  const show = vi.fn();
  const pacer = createPacer(show);
  for (let change = 0; change < 10; change++) pacer.changed();
  pacer.stop();
  show.mockClear();
  vi.advanceTimersByTime(1_000);
  expect(show).not.toHaveBeenCalled();
});
