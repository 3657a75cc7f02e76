import { LRUCache } from 'lru-cache';
import type { RateLimit } from '#contract/limits';
import { createTokenBucket, type Rate, type TokenBucket } from './token-bucket';

/** A bucket for each key, such as a person or an address. */
export interface TokenBuckets {
  take(key: string): { allowed: boolean; state: RateLimit };
}

/** A full bucket that is forgotten is as good as a new one; of so many keys at once only an attack has need. */
const KEPT = 50_000;

export function createTokenBuckets(rate: Rate): TokenBuckets {
  const buckets = new LRUCache<string, TokenBucket>({ max: KEPT });

  return {
    take(key) {
      let bucket = buckets.get(key);
      if (!bucket) buckets.set(key, (bucket = createTokenBucket(rate)));
      const allowed = bucket.take();
      const remaining = bucket.left();
      const untilFull = ((rate.burst - remaining) * 1000) / rate.perSecond;
      return { allowed, state: { limit: rate.burst, remaining, resetAt: Date.now() + untilFull } };
    },
  };
}
