/** A QR code as it was asked for. `size`: dots for each module. */
export interface Symbol {
  content: string;
  size: number;
  level: 'L' | 'M' | 'Q' | 'H';
}

/** `GS ( k` with 49 first is about QR codes; what the printer keeps until it is told to print, by function number. */
const QR = 49;
const SIZE = 67;
const LEVEL = 69;
const STORE = 80;
const PRINT = 81;
const LEVELS = ['L', 'M', 'Q', 'H'] as const;
const FIRST_LEVEL = 48;

/** A printer's memory for QR codes. `take` says whether it prints one. */
export function createSymbol() {
  let kept: Symbol = { content: '', size: 3, level: 'L' };
  return {
    take([kind, fn, n = 0, ...content]: Uint8Array): boolean {
      if (kind !== QR) throw new Error(`no QR code: ${kind}`);
      if (fn === SIZE) kept = { ...kept, size: n };
      if (fn === LEVEL) kept = { ...kept, level: LEVELS[n - FIRST_LEVEL] ?? 'L' };
      if (fn === STORE) kept = { ...kept, content: String.fromCharCode(...content) };
      return fn === PRINT;
    },
    now: (): Symbol => kept,
  };
}
