/** Figures of one kind, in any order, at least one. */
export type Sample = readonly number[];

export const median = (sample: Sample): number => quantile(sample, 0.5);

/** The value that a share of the sample does not exceed (nearest rank). */
export function quantile(sample: Sample, share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export const sum = (sample: Sample): number => sample.reduce((total, value) => total + value, 0);

/** The slope of a line through the logarithms: 1 where cost grows with the work, 0 where it does not grow. */
export function exponent(points: readonly (readonly [work: number, cost: number])[]): number {
  const logs = points.map(([work, cost]) => [Math.log(work), Math.log(cost)] as const);
  const mean = (at: 0 | 1): number => sum(logs.map((log) => log[at])) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return sum(logs.map((log) => (log[0] - x) * (log[1] - y))) / sum(logs.map((log) => (log[0] - x) ** 2));
}
