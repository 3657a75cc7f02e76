import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { RateLimit } from '#contract/limits';
import { keys } from '../keys';
import { defineScript } from '../scripts';
import type { RateLimiter, Window } from './rate-limit';
import slidingWindowLua from './sliding-window.lua?raw';

/** So many in any stretch of time that long; keeps the time of each, so it is for small limits. */
export function createSlidingWindow(redis: Redis, { name, limit, seconds }: Window): RateLimiter {
  const count = defineScript(redis, 'slidingWindow', slidingWindowLua);

  return {
    async take(key) {
      const set = `${keys.rateLimit(name)}:${key}`;
      const member = randomUUID();
      const reply = await count([set], [limit, seconds * 1000, member]);
      const [allowed, counted, wait] = reply as [number, number, number];
      const state: RateLimit = { limit, remaining: limit - counted, resetAt: Date.now() + wait };
      return {
        allowed: allowed === 1,
        state,
        giveBack: async () => {
          const removed = await redis.zrem(set, member);
          return { ...state, remaining: state.remaining + removed };
        },
      };
    },
  };
}
