import type { IncomingMessage } from 'node:http';
import { rateLimitHeaders, type RateLimit } from '#contract/limits';
import { isApiPath } from '#contract/paths';
import type { Config } from '#server/config';
import { createTokenBuckets } from '#server/token-buckets';

/** Who asks for what. `path`: as the routes see it; null if it cannot be decoded. */
export interface Asked {
  req: IncomingMessage;
  path: string | null;
  address: string;
}

/** How often the HTTP API may be asked, before anything else is done. Null: not of the API. */
export type RequestLimits = (asked: Asked) => Verdict | null;

interface Verdict {
  allowed: boolean;
  headers: Record<string, string>;
}

export function createRequestLimits(config: Config): RequestLimits {
  const steady = (perSecond: number) => createTokenBuckets({ perSecond, burst: perSecond });
  const perKey = steady(config.limits.requestsPerKey);
  const perAddress = steady(config.limits.requestsPerAddress);

  return ({ req, path, address }) => {
    if (!isApiPath(path)) return null;
    // Whoever makes up a key for each request is met by the limit on their address.
    const byAddress = perAddress.take(address);
    if (!byAddress.allowed) return verdict(byAddress);
    const key = req.headers.authorization ?? req.headers['x-session-id'] ?? req.headers.cookie;
    return verdict(key === undefined ? byAddress : perKey.take(String(key)));
  };
}

function verdict({ allowed, state }: { allowed: boolean; state: RateLimit }): Verdict {
  return { allowed, headers: { ...rateLimitHeaders(state), ...(!allowed && { 'Retry-After': '1' }) } };
}
