const FIRST_MS = 250;
const LONGEST_MS = 4000;

/** Milliseconds to wait before attempt `n` (1, 2, …), spread so that a restarted server is not met by all at once. */
export function backoff(n: number, random: () => number = Math.random): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (n - 1));
  return longest * (0.5 + random() / 2);
}
