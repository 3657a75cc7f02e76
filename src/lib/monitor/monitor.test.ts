import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MonitorView } from '#contract/transit';
import { failed, ok, type Result } from '#contract/result';
import { Refusal } from '#contract/error-codes';
import type { LoggedEvent } from '#domain/transit/event';
import { addEvent, noTotals } from '#domain/transit/totals';
import { createMonitor, type MonitorLine } from './monitor.svelte';

type Status = MonitorLine['status'];

/** The line's interface, answered by the test itself; the real line and server are driven in tests/e2e. */
function scriptedLine() {
  const listeners = new Map<string, (event: LoggedEvent) => void>();
  const asked: { cursor?: string; answer: (result: Result<MonitorView>) => Promise<void> }[] = [];
  let connected = () => {};
  const line = {
    status: 'connecting' as Status,
    closed: false,
    request: (_: string, payload: { cursor?: string }) =>
      new Promise((resolve) => {
        const answer = async (result: Result<MonitorView>) => {
          resolve(result);
          await Promise.resolve();
          await Promise.resolve();
        };
        asked.push({ ...payload, answer });
      }),
    on(event: string, listener: (event: LoggedEvent) => void) {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
    onConnect(listener: () => void) {
      connected = listener;
      return () => {};
    },
    close() {
      line.closed = true;
    },
  };
  return {
    line: line as unknown as MonitorLine & { closed: boolean },
    asked,
    listeners,
    tell: (event: LoggedEvent) =>
      listeners.get(event.type === 'sale' ? 'pass:issued' : 'tap:decided')?.(event),
    connect() {
      line.status = 'online';
      connected();
    },
    lose() {
      line.status = 'offline';
    },
  };
}

const denial = (n: number, at = '2026-11-20T11:00:00.000Z'): LoggedEvent => ({
  cursor: `1000-${n}`,
  type: 'denial',
  id: `tap-${n}`,
  cardId: '04A1',
  reason: 'no_pass',
  at,
});

const view = (events: LoggedEvent[], more: Partial<MonitorView> = {}): Result<MonitorView> =>
  ok({
    day: '2026-11-20',
    timeZone: 'UTC',
    totals: events.reduce(addEvent, noTotals()),
    events,
    cursor: events.at(-1)?.cursor ?? '0-0',
    reset: false,
    devices: [],
    ...more,
  });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('starts from the log and goes on live', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  expect(monitor.health).toBe('starting');
  connect();
  expect(asked[0]).not.toHaveProperty('cursor');
  await asked[0]?.answer(view([denial(1)], { reset: true }));
  tell(denial(2));
  expect(monitor.health).toBe('live');
  expect(monitor.events.map((event) => event.id)).toEqual(['tap-2', 'tap-1']);
  expect(monitor.totals.denied).toBe(2);
});

test('an event that overtakes the answer is counted once', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  tell(denial(2));
  tell(denial(3));
  await asked[0]?.answer(view([denial(1), denial(2)], { reset: true }));
  expect(monitor.events.map((event) => event.id)).toEqual(['tap-3', 'tap-2', 'tap-1']);
  expect(monitor.totals.denied).toBe(3);
});

test('what is heard while the log is read again is shown at once and counted once', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([denial(1)]));
  vi.advanceTimersByTime(10_000);
  tell(denial(2));
  tell(denial(3));
  expect(monitor.events).toHaveLength(3);
  await asked[1]?.answer(view([denial(2)], { totals: { denied: 2 } }));
  expect(monitor.events.map((event) => event.id)).toEqual(['tap-3', 'tap-2', 'tap-1']);
  expect(monitor.totals.denied).toBe(3);
});

test('asks after a lost line for what it has missed, and says it is stale till then', async () => {
  const { line, asked, connect, lose } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([denial(1)]));
  lose();
  connect();
  expect(monitor.health).toBe('stale');
  expect(asked[1]?.cursor).toBe('1000-1');
  await asked[1]?.answer(view([denial(2)], { totals: { denied: 2 } }));
  expect(monitor.health).toBe('live');
  expect(monitor.totals.denied).toBe(2);
});

test('a server that no longer answers shows within a reading', async () => {
  const { line, asked, connect } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([denial(1)]));
  vi.advanceTimersByTime(10_000);
  await asked[1]?.answer(failed(new Refusal('unavailable', 'No answer')));
  expect(monitor.health).toBe('stale');
  expect(monitor.events).toHaveLength(1);
});

test('what was lost between an answer and a live event is read after all', async () => {
  const { line, asked, connect, lose, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([denial(1)]));
  lose();
  connect();
  await asked[1]?.answer(failed(new Refusal('unavailable', 'No answer')));
  tell(denial(4));
  vi.advanceTimersByTime(10_000);
  expect(asked[2]?.cursor).toBe('1000-1');
  await asked[2]?.answer(view([denial(2), denial(3), denial(4)], { totals: { denied: 4 } }));
  expect(monitor.events.map((event) => event.id)).toEqual(['tap-4', 'tap-3', 'tap-2', 'tap-1']);
  expect(monitor.totals.denied).toBe(4);
});

test('the first event of a new day asks for its totals', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([denial(1)]));
  const first = denial(2, '2026-11-21T00:00:01.000Z');
  tell(first);
  await asked[1]?.answer(view([first], { day: '2026-11-21', totals: { denied: 1 } }));
  expect(monitor).toMatchObject({ day: '2026-11-21', totals: { denied: 1 } });
  expect(monitor.events.map((event) => event.id)).toEqual(['tap-2', 'tap-1']);
});

test('a paused feed stands still while the totals go on', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([denial(1)]));
  monitor.pause();
  tell(denial(2));
  expect(monitor).toMatchObject({ paused: true, heldBack: 1, totals: { denied: 2 } });
  expect(monitor.events).toHaveLength(1);
  monitor.resume();
  expect(monitor).toMatchObject({ paused: false, heldBack: 0 });
  expect(monitor.events).toHaveLength(2);
});

test('a rush shows what can be seen; all of it is there when it is over, and while it is paused', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([]));
  for (let n = 1; n <= 100; n++) tell(denial(n));
  await vi.advanceTimersByTimeAsync(100);
  expect(monitor).toMatchObject({ rushing: true, totals: { denied: 100 } });
  expect(monitor.events).toHaveLength(30);
  expect(monitor.events[0]).toMatchObject({ id: 'tap-100' });
  monitor.pause();
  expect(monitor.rushing).toBe(false);
  expect(monitor.events).toHaveLength(100);
  monitor.resume();
  expect(monitor.events).toHaveLength(30);
  await vi.advanceTimersByTimeAsync(100);
  expect(monitor.rushing).toBe(false);
  expect(monitor.events).toHaveLength(100);
});

test('sales are heard too', async () => {
  const { line, asked, connect, tell } = scriptedLine();
  const monitor = createMonitor();
  monitor.follow(line);
  connect();
  await asked[0]?.answer(view([]));
  tell({ ...denial(1), type: 'sale', product: 'TEN_TRIP', price: 2400 });
  expect(monitor.totals['TEN_TRIP']).toMatchObject({ sold: 1, revenue: 2400 });
});

test('the log is read by one question at a time', () => {
  const { line, asked, connect } = scriptedLine();
  createMonitor().follow(line);
  connect();
  vi.advanceTimersByTime(30_000);
  expect(asked).toHaveLength(1);
});

test('lets go of its line, and of what it was asked last', async () => {
  const { line, asked, connect, listeners } = scriptedLine();
  const monitor = createMonitor();
  const stop = monitor.follow(line);
  connect();
  stop();
  expect(line.closed).toBe(true);
  expect(listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  await asked[0]?.answer(view([denial(1)]));
  expect(monitor.events).toEqual([]);
});
