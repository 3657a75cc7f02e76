import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { rateLimitHeaders, type RateLimit } from '#contract/limits';
import { isApiPath } from '#contract/paths';
import type { Config } from '#server/config';
import { createTokenBuckets } from '#server/token-buckets';
import { credentialOf } from './credential';

/** Who asks for what. `path`: as the routes see it; null if it cannot be decoded. */
export interface Asked {
  req: IncomingMessage;
  path: string | null;
  address: string;
}

/** How often the HTTP API may be asked, and for a device's key or token, before anything else is done. Null: neither is asked. */
export type RequestLimits = (asked: Asked) => Verdict | null;

interface Verdict {
  allowed: boolean;
  headers: Record<string, string>;
}

export function createRequestLimits(config: Config): RequestLimits {
  const steady = (perSecond: number) => createTokenBuckets({ perSecond, burst: perSecond });
  const perKey = steady(config.limits.requestsPerKey);
  const perAddress = steady(config.limits.requestsPerAddress);
  const devicesPerAddress = steady(config.limits.deviceRequestsPerAddress);

  function ofApi(req: IncomingMessage, address: string): Verdict {
    // Whoever makes up a key for each request is met by the limit on their address.
    const byAddress = perAddress.take(address);
    if (!byAddress.allowed) return verdict(byAddress);
    const key = credentialOf(req, config);
    return verdict(key === undefined ? byAddress : perKey.take(hash(key)));
  }

  return ({ req, path, address }) => {
    if (isApiPath(path)) return ofApi(req, address);
    return path !== null && DEVICE_SIGN_IN.test(path) ? verdict(devicesPerAddress.take(address)) : null;
  };
}

/** Each challenge is kept in Redis for a minute, for whoever asks; and a pairing code is nobody's to guess. */
const DEVICE_SIGN_IN = /^\/auth\/(device|pair)(\/|$)/;

/** What is remembered of a key: a header may be long, and nobody's secret need lie about. */
const hash = (key: string): string => createHash('sha256').update(key).digest('hex');

function verdict({ allowed, state }: { allowed: boolean; state: RateLimit }): Verdict {
  return { allowed, headers: { ...rateLimitHeaders(state), ...(!allowed && { 'Retry-After': '1' }) } };
}
