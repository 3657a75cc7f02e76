import { expect, test } from 'vitest';
import { exponent, median, quantile } from './statistics';

test('a quantile is a value that was measured', () => {
  const sample = [5, 1, 4, 2, 3];
  expect(median(sample)).toBe(3);
  expect(quantile(sample, 0.99)).toBe(5);
  expect(quantile(sample, 0)).toBe(1);
  expect(sample).toEqual([5, 1, 4, 2, 3]);
});

test('nothing measured is no figure', () => {
  expect(() => median([])).toThrow('nothing was measured');
});

test('the exponent tells how cost grows with work', () => {
  const growth = (cost: (work: number) => number) =>
    exponent([10, 100, 1_000].map((work) => [work, cost(work)] as const));
  expect(growth((work) => 3 * work)).toBeCloseTo(1);
  expect(growth(() => 7)).toBeCloseTo(0);
  expect(growth((work) => work * work)).toBeCloseTo(2);
});
