/** Where somebody stands with a limit on how often they may ask. */
export interface RateLimit {
  /** How often within the window. */
  limit: number;
  remaining: number;
  /** When more is allowed again, in epoch ms. */
  resetAt: number;
}
