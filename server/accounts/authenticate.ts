import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '#contract/error-codes';
import type { Principal, Right } from '#domain/accounts/right';

/** The API key of demo mode; it may do everything. It does not exist outside demo mode. */
export const DEMO_API_KEY = 'tapline-demo';

const demoPrincipal: Principal = {
  kind: 'api-key',
  name: 'demo',
  rights: ['tap', 'sell', 'lookup', 'monitor'],
};

/** Who a token belongs to, over HTTP and on sockets alike. @throws Refusal `unauthenticated` */
export type Authenticate = (token: unknown) => Promise<Principal>;

export function createAuthenticate(parts: {
  demo: boolean;
  device: (token: string) => Promise<Principal | null>;
}): Authenticate {
  return async (token) => {
    if (typeof token === 'string' && token.length > 0 && token.length <= 200) {
      if (parts.demo && isDemoKey(token)) return demoPrincipal;
      const device = await parts.device(token);
      if (device) return device;
    }
    throw new Refusal('unauthenticated', 'A valid token or API key is needed');
  };
}

const isDemoKey = (token: string): boolean => timingSafeEqual(digest(token), digest(DEMO_API_KEY));

// Digests have one length, which timingSafeEqual wants.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @throws Refusal `forbidden` */
export function demand(principal: Principal, right: Right): void {
  if (!principal.rights.includes(right)) throw new Refusal('forbidden', `This needs the right to ${right}`);
}
