import { LRUCache } from 'lru-cache';
import { Refusal } from '#contract/error-codes';
import type { RateLimit } from '#contract/limits';
import { createTokenBucket, type Rate, type TokenBucket } from './token-bucket';

/** A bucket for each key, such as a person or an address. */
export interface TokenBuckets {
  take(key: string): { allowed: boolean; state: RateLimit };
  /** Takes one. @throws Refusal `too_many_requests`, with the limit's state */
  demand(key: string): RateLimit;
}

/** A full bucket that is forgotten is as good as a new one; of so many keys at once only an attack has need. */
const KEPT = 50_000;

export function createTokenBuckets(rate: Rate): TokenBuckets {
  const buckets = new LRUCache<string, TokenBucket>({ max: KEPT });

  function take(key: string): { allowed: boolean; state: RateLimit } {
    let bucket = buckets.get(key);
    if (!bucket) buckets.set(key, (bucket = createTokenBucket(rate)));
    const allowed = bucket.take();
    const remaining = bucket.left();
    const untilNext = remaining < rate.burst ? 1000 / rate.perSecond : 0;
    return { allowed, state: { limit: rate.burst, remaining, resetAt: Date.now() + untilNext } };
  }

  return {
    take,
    demand(key) {
      const { allowed, state } = take(key);
      if (allowed) return state;
      throw new Refusal('too_many_requests', 'Too many requests', state);
    },
  };
}
