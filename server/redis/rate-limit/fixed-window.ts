import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit } from '#contract/limits';
import { keys } from '../keys';
import type { RateLimiter, Window } from './rate-limit';

/** So many from the first one on until the window ends, then anew: one number a key, at any limit. */
export function createFixedWindow(redis: Redis, { name, limit, seconds }: Window): RateLimiter {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: keys.rateLimit(name),
    points: limit,
    duration: seconds,
  });
  const stateOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes): RateLimit => ({
    limit,
    remaining: Math.min(remainingPoints, limit),
    resetAt: Date.now() + msBeforeNext,
  });

  return {
    async take(key) {
      const [allowed, result] = await limiter.consume(key).then((left) => [true, left] as const, refused);
      return {
        allowed,
        state: stateOf(result),
        giveBack: async () => stateOf(await limiter.reward(key)),
      };
    },
  };
}

/** The library rejects with the state when nothing is left, and with an error when Redis fails. */
function refused(reason: unknown): readonly [false, RateLimiterRes] {
  if (reason instanceof RateLimiterRes) return [false, reason];
  throw reason;
}
