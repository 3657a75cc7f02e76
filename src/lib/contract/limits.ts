/** Where somebody stands with a limit on how often they may ask. */
export interface RateLimit {
  /** How often within the window. */
  limit: number;
  remaining: number;
  /** When more is allowed again, in epoch ms. */
  resetAt: number;
}

/** Of several limits that all count, the one that is met first. */
export const tightest = (states: RateLimit[]): RateLimit =>
  states.reduce((one, other) => (other.remaining < one.remaining ? other : one));

/** As it is told over HTTP. `X-RateLimit-Reset` is in epoch seconds. */
export const rateLimitHeaders = ({ limit, remaining, resetAt }: RateLimit): Record<string, string> => ({
  'X-RateLimit-Limit': String(limit),
  'X-RateLimit-Remaining': String(remaining),
  'X-RateLimit-Reset': String(Math.ceil(resetAt / 1000)),
});
