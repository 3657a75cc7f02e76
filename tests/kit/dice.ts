/** Chance that can be had again: the same seed throws the same. */
export interface Dice {
  /** At least `from`, at most `to`. */
  between(from: number, to: number): number;
  pick<T>(things: readonly T[]): T;
}

/** TAPLINE_SEED, or a new one, which is printed with the report. */
export const seed = Number(process.env['TAPLINE_SEED'] ?? Date.now() % 1_000_000_000);

/** Each part of the run has dice of its own, so that it throws the same whatever ran before. */
export function diceFor(part: string): Dice {
  const next = mulberry32([...part].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) | 0, seed));
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return { between, pick: (things) => things[between(0, things.length - 1)] as (typeof things)[number] };
}

/** Tommy Ettinger's generator: 32 bits of state, good enough to scatter faults. */
function mulberry32(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
