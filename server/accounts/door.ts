import { randomUUID } from 'node:crypto';
import type { Notification } from '#contract/chat';
import { Refusal } from '#contract/error-codes';
import { tightest, type RateLimit } from '#contract/limits';
import { foldName } from '#domain/accounts/account';
import type { Bus } from '#server/redis/bus';
import { channels } from '#server/redis/keys';
import type { TokenBuckets } from '#server/token-buckets';
import type { Accounts } from './accounts';
import type { JoinRequest } from './join';
import type { Entrant, Session, Sessions } from './sessions';
import type { SignInThrottle } from './sign-in-throttle';

/** Where from somebody comes. */
interface Visit {
  /** The network address of the asker. */
  address: string;
  /** The token of the session they already have, if any: it ends when they get a new one. */
  leaving?: string | undefined;
}

export interface SignIn extends Visit {
  username: string;
  /** Without one: a guest's sign-in. */
  password?: string | undefined;
}

export type Join = Visit & JoinRequest;

/** Somebody has come in; `token` is the secret of their session. */
export interface Admission {
  token: string;
  session: Session;
  rateLimit: RateLimit;
}

/** The way in, for routes and forms alike: throttled, and with a new session each time. */
export interface Door {
  /** @throws Refusal `invalid`, `unauthenticated`, `forbidden`, `too_many_requests`; with the state of the limit if it counts */
  signIn(visit: SignIn): Promise<Admission>;
  /** Null: the account waits for an admin. @throws Refusal as `accounts.join`, and `too_many_requests` */
  join(visit: Join): Promise<Admission | null>;
}

export function createDoor(parts: {
  accounts: Accounts;
  sessions: Sessions;
  throttle: SignInThrottle;
  /** By address: what a newcomer leaves in Redis stays there for long, and the throttle counts no success. */
  newcomers: TokenBuckets;
  bus: Bus;
}): Door {
  const { accounts, sessions, throttle, newcomers, bus } = parts;

  async function admit(entrant: Entrant, { leaving }: Visit) {
    if (leaving !== undefined) await sessions.close(leaving);
    return sessions.open(entrant);
  }

  async function withPassword(username: string, password: string, visit: Visit): Promise<Admission> {
    const { address } = visit;
    const { result, rateLimit } = await throttle.try({ address, username }, () =>
      accounts.signIn(username, password),
    );
    const admission = { ...(await admit(result, visit)), rateLimit };
    // They are in; the word to their other devices may be lost.
    bus.publish(channels.user(result.id), signedInElsewhere()).catch(() => undefined);
    return admission;
  }

  /** Whoever comes for the first time, as a guest or to stay. */
  async function welcome<T>(address: string, make: () => Promise<T>) {
    const ofNewcomers = newcomers.demand(address);
    const { result, rateLimit } = await throttle.try({ address }, make);
    return { result, rateLimit: tightest([rateLimit, ofNewcomers]) };
  }

  return {
    async signIn({ username, password, ...visit }) {
      if (foldName(username) === '') throw new Refusal('invalid', 'Please enter a handle');
      if (password !== undefined) return withPassword(username, password, visit);
      const { result, rateLimit } = await welcome(visit.address, () => accounts.guest(username));
      return { ...(await admit(result, visit)), rateLimit };
    },

    async join({ address, leaving, ...request }) {
      const { result, rateLimit } = await welcome(address, () => accounts.join(request));
      if (result.pending) return null;
      return { ...(await admit(result.account, { address, leaving })), rateLimit };
    },
  };
}

/** For the devices where the person is signed in already; the new one has yet to connect. */
const signedInElsewhere = (): Notification => ({
  id: randomUUID(),
  kind: 'signed-in-elsewhere',
  at: new Date().toISOString(),
});
