import { expect, test } from 'vitest';
import { figureRow, ratioRow } from './row';

test('a figure is judged by its median and shows its spread', () => {
  const row = figureRow({ name: 'tap', unit: 'ms' }, [3, 9, 4], { atMost: 4 });
  expect(row).toMatchObject({ figure: 4, spread: [3, 9], aim: '<= 4 ms', ok: true });
});

test('a ratio is taken pair by pair', () => {
  const pairs = { ours: [10, 20, 30], theirs: [5, 20, 60], against: 'the limit' };
  const row = ratioRow({ name: 'fan-out', unit: 'µs' }, pairs, { atMost: 0.9 });
  expect(row).toMatchObject({ ratio: { median: 1, spread: [0.5, 2] }, aim: '<= 0.9 x', ok: false });
  expect(row.against).toEqual({ what: 'the limit', figure: 20 });
});

test('how many times as fast is theirs to ours', () => {
  const pairs = { ours: [10], theirs: [20], against: 'the classic', faster: true };
  expect(ratioRow({ name: 'tap', unit: 'µs' }, pairs, { atLeast: 1.3 }).ratio?.median).toBe(2);
});

test('without an aim there is no verdict', () => {
  expect(figureRow({ name: 'size', unit: 'KB' }, [1])).not.toHaveProperty('ok');
});
