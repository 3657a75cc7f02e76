import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCoalescer } from './coalesce';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gather(windowMs = 20) {
  const frames: number[][] = [];
  const coalescer = createCoalescer<number>(
    () => windowMs,
    (items) => frames.push(items),
  );
  return { ...coalescer, frames };
}

describe('a coalescer', () => {
  test('sends what comes alone at once', () => {
    const { add, frames } = gather();
    add(1);
    expect(frames).toEqual([[1]]);
    vi.advanceTimersByTime(21);
    add(2);
    expect(frames).toEqual([[1], [2]]);
  });

  test('gathers what follows close behind, in order, and sends it when the window ends', () => {
    const { add, frames } = gather();
    for (let n = 1; n <= 100; n++) add(n);
    expect(frames).toEqual([[1]]);
    vi.advanceTimersByTime(20);
    expect(frames).toHaveLength(2);
    expect(frames.flat()).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  });

  test('goes on gathering as long as more comes, then sends at once again', () => {
    const { add, frames } = gather();
    for (let n = 0; n < 10; n++) {
      add(n);
      vi.advanceTimersByTime(10);
    }
    expect(frames.length).toBeLessThanOrEqual(6);
    vi.advanceTimersByTime(40);
    const before = frames.length;
    add(10);
    expect(frames.length).toBe(before + 1);
  });

  test('holds nothing back for ever, and nothing once it is stopped', () => {
    const { add, stop, frames } = gather();
    add(1);
    add(2);
    stop();
    vi.advanceTimersByTime(100);
    expect(frames).toEqual([[1]]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
