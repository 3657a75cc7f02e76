import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createUpdate, type UpdateParts } from './update.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A browser's part: what it tells of versions, and what it is told. */
function setUp(parts: Partial<UpdateParts> = {}) {
  const listeners = new Map<string, () => void>();
  const takeOver = vi.fn();
  const reload = vi.fn();
  const update = createUpdate({
    installer: {
      addEventListener: (type, listener) => void listeners.set(type, listener),
      messageSkipWaiting: takeOver,
    },
    controlled: true,
    isHeld: () => false,
    unattended: () => false,
    reload,
    ...parts,
  });
  return {
    update,
    takeOver,
    reload,
    waiting: () => listeners.get('waiting')?.(),
    controlling: () => listeners.get('controlling')?.(),
  };
}

test('a newer version waits until it is wanted, and is then loaded once', () => {
  const { update, takeOver, reload, waiting, controlling } = setUp();
  expect(update.state).toBeNull();
  waiting();
  vi.advanceTimersByTime(3_600_000);
  expect(update.state).toBe('waiting');
  expect(takeOver).not.toHaveBeenCalled();
  update.accept();
  expect(takeOver).toHaveBeenCalled();
  expect(reload).not.toHaveBeenCalled();
  controlling();
  controlling();
  vi.advanceTimersByTime(60_000);
  expect(reload).toHaveBeenCalledTimes(1);
  expect(update.state).toBeNull();
});

test('wanted, it waits for what is on its way', () => {
  let busy = true;
  const { update, takeOver, reload, waiting, controlling } = setUp({ isHeld: () => busy });
  waiting();
  update.accept();
  vi.advanceTimersByTime(60_000);
  expect(takeOver).not.toHaveBeenCalled();
  expect(update.state).toBe('held');
  busy = false;
  vi.advanceTimersByTime(500);
  expect(takeOver).toHaveBeenCalled();
  controlling();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('taken by another page of the browser, it waits for what is being written here', () => {
  let writing = true;
  const { update, reload, controlling } = setUp({ isHeld: (asked) => writing && !asked });
  controlling();
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
  expect(update.state).toBe('held');
  writing = false;
  vi.advanceTimersByTime(500);
  expect(reload).toHaveBeenCalledTimes(1);
});

test('whoever sees that it waits for what they write may have it at once', () => {
  const { update, reload, controlling } = setUp({ isHeld: (asked) => !asked });
  controlling();
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
  update.accept();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('the first version ever loads nothing anew; the second one does', () => {
  const { update, reload, controlling } = setUp({ controlled: false });
  controlling();
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
  expect(update.state).toBeNull();
  controlling();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('where nobody is to be asked it is taken when all has been calm for a while', () => {
  let busy = true;
  const { takeOver, reload, waiting, controlling } = setUp({ isHeld: () => busy, unattended: () => true });
  waiting();
  vi.advanceTimersByTime(60_000);
  busy = false;
  vi.advanceTimersByTime(9_000);
  busy = true; // the next rider
  vi.advanceTimersByTime(1_000);
  busy = false;
  vi.advanceTimersByTime(9_500);
  expect(takeOver).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_500);
  expect(takeOver).toHaveBeenCalled();
  controlling();
  expect(reload).toHaveBeenCalledTimes(1);
});

test('a page that is left looks no more', () => {
  const { update, takeOver, waiting } = setUp({ unattended: () => true });
  waiting();
  update.stop();
  vi.advanceTimersByTime(60_000);
  expect(takeOver).not.toHaveBeenCalled();
});
