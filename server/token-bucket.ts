/** Lets through so many a second, and so many more at once after a quiet while. In the process: it costs no round trip. */
export interface TokenBucket {
  /** Takes one, if there is one. */
  take(): boolean;
  /** How many there are. */
  left(): number;
}

export interface Rate {
  /** So many a second. */
  perSecond: number;
  /** So many at once. */
  burst: number;
}

export function createTokenBucket(
  { perSecond, burst }: Rate,
  now: () => number = () => performance.now(),
): TokenBucket {
  let tokens = burst;
  let filledAt = now();

  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) * perSecond) / 1000);
    filledAt = at;
  }

  return {
    take() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    left() {
      fill();
      return Math.floor(tokens);
    },
  };
}
