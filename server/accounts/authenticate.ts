import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '#contract/error-codes';
import { personOf, visitor, type Principal, type Right } from '#domain/accounts/right';
import type { Devices } from '#server/devices/devices';
import { SESSION_TOKEN, type Sessions } from './sessions';
import type { Settings } from './settings';

/** The API key of demo mode; it may do everything. It does not exist outside demo mode. */
export const DEMO_API_KEY = 'tapline-demo';

const demoPrincipal: Principal = {
  kind: 'api-key',
  name: 'demo',
  rights: ['tap', 'sell', 'lookup', 'monitor', 'read'],
};

/**
 * Who a session, a device's token or an API key belongs to, over HTTP and on sockets alike. Who brings nothing is a
 * visitor, where the site lets them read.
 * @throws Refusal `unauthenticated`
 */
export type Authenticate = (token: unknown) => Promise<Principal>;

export function createAuthenticate(parts: {
  demo: boolean;
  sessions: Pick<Sessions, 'find'>;
  settings: Pick<Settings, 'read'>;
  devices: Pick<Devices, 'authenticate'>;
}): Authenticate {
  const { demo, sessions, settings, devices } = parts;

  async function ownerOf(token: string): Promise<Principal | null> {
    if (demo && isDemoKey(token)) return demoPrincipal;
    if (!SESSION_TOKEN.test(token)) return devices.authenticate(token);
    const session = await sessions.find(token);
    return session && personOf(session.account, session.id);
  }

  async function findPrincipal(token: unknown): Promise<Principal | null> {
    if (token === undefined) return (await settings.read()).anonymousReading ? visitor : null;
    return typeof token === 'string' && token.length <= LONGEST_TOKEN ? ownerOf(token) : null;
  }

  return async (token) => {
    const principal = await findPrincipal(token);
    if (principal) return principal;
    throw new Refusal('unauthenticated', 'A valid session, token or API key is needed');
  };
}

/** In characters; whatever is longer is none of ours. */
const LONGEST_TOKEN = 200;

const isDemoKey = (token: string): boolean => timingSafeEqual(digest(token), digest(DEMO_API_KEY));

// Digests have one length, which timingSafeEqual wants.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** @throws Refusal `forbidden`; `unauthenticated` to a visitor, who may have it when signed in */
export function demand(principal: Principal, right: Right): void {
  if (principal.rights.includes(right)) return;
  if (principal.kind === 'visitor') throw new Refusal('unauthenticated', 'Sign in to do this');
  throw new Refusal('forbidden', `This needs the right to ${right}`);
}
