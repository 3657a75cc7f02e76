import type { RateLimit } from '#contract/limits';

/** Counts what is asked under a key, over all instances, within a window of time. */
export interface RateLimiter {
  /** Counts one, if that is allowed. Counting comes first, so that many at once cannot all slip through. */
  take(key: string): Promise<Taken>;
}

export interface Taken {
  allowed: boolean;
  state: RateLimit;
  /** Undoes the counting of what turned out not to count; gives the state after it. */
  giveBack(): Promise<RateLimit>;
}

export interface Window {
  /** Part of the key: what is counted. */
  name: string;
  limit: number;
  seconds: number;
}
