import { createHash, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { SessionView } from '#contract/accounts';
import { Refusal } from '#contract/error-codes';
import type { Account } from '#domain/accounts/account';
import { channels } from '#server/redis/keys';
import type { Bus } from '#server/redis/bus';
import type { AccountStore } from './account-store';
import { createLucia, newToken } from './lucia';
import type { SessionAttributes } from './look-up-session';
import type { SessionStore } from './session-store';

/** Somebody signed in on one device. `id` is not the secret. Times in epoch ms. */
export interface Session {
  id: string;
  account: Account;
  createdAt: number;
  lastSeenAt: number;
  /** Its person's generation when it was opened. */
  generation: number;
}

/** Somebody who has just proved who they are; `generation` as it was then, so that what ended sessions since ends this one. */
export interface Entrant extends Account {
  generation: number;
}

/** The one seam to sessions; behind it stands lucia, over Redis. */
export interface Sessions {
  /** A new session; `token` is its secret, told once. */
  open(entrant: Entrant): Promise<{ token: string; session: Session }>;
  /** Whose session a token is; looks it up and slides its hour in one step. Null if there is none, or no longer. */
  find(token: string): Promise<Session | null>;
  /** Ends one's own session. */
  close(token: string): Promise<void>;
  list(current: Session): Promise<SessionView[]>;
  /** @throws Refusal `not_found` */
  revoke(userId: string, sessionId: string): Promise<void>;
  /** @throws Refusal `unauthenticated` if the current one has itself been ended */
  revokeOthers(current: Session): Promise<void>;
  /** Ends all of somebody's sessions. */
  revokeAll(userId: string): Promise<void>;
}

/** Told on the bus when sessions end: one, or all of a person but one. Their sockets close at once. */
export const sessionsEnded = v.object({
  userId: v.string(),
  sessionId: v.optional(v.string()),
  except: v.optional(v.string()),
});

export type SessionsEnded = v.InferOutput<typeof sessionsEnded>;

export const tellEnded = (bus: Bus, ended: SessionsEnded): Promise<void> =>
  bus.publish(channels.sessionsEnded, ended);

/** What a session's secret looks like: 160 bits in base32. */
export const SESSION_TOKEN = /^[a-z2-7]{32}$/;

export function createSessions(parts: { store: SessionStore; accounts: AccountStore; bus: Bus }): Sessions {
  const { store, accounts, bus } = parts;
  const lucia = createLucia(store);
  const end = async (hashed: string, ended: SessionsEnded): Promise<void> => {
    await lucia.invalidateSession(hashed);
    await tellEnded(bus, ended);
  };

  async function find(token: string): Promise<Session | null> {
    if (!SESSION_TOKEN.test(token)) return null;
    const { session, user } = await lucia.validateSession(hash(token));
    return session && sessionOf(session, user);
  }

  return {
    async open({ generation, ...account }) {
      const token = newToken();
      const now = await store.now();
      const attributes = { publicId: randomUUID(), generation, createdAt: now, lastSeenAt: now };
      await lucia.createSession(account.id, attributes, { sessionId: hash(token) });
      return { token, session: sessionOf(attributes, account) };
    },

    find,

    async close(token) {
      const session = await find(token);
      if (session) await end(hash(token), { userId: session.account.id, sessionId: session.id });
    },

    async list(current) {
      const sessions = await lucia.getUserSessions(current.account.id);
      return sessions
        .sort((one, other) => other.lastSeenAt - one.lastSeenAt)
        .map((session) => viewOf(session, session.publicId === current.id));
    },

    async revoke(userId, sessionId) {
      const sessions = await lucia.getUserSessions(userId);
      const session = sessions.find(({ publicId }) => publicId === sessionId);
      if (!session) throw new Refusal('not_found', 'You have no such session');
      await end(session.id, { userId, sessionId });
    },

    async revokeOthers(current) {
      const { id: userId } = current.account;
      if (!(await accounts.endOtherSessions(userId, current))) {
        throw new Refusal('unauthenticated', 'Invalid session');
      }
      await tellEnded(bus, { userId, except: current.id });
    },

    async revokeAll(userId) {
      await lucia.invalidateUserSessions(userId);
      await tellEnded(bus, { userId });
    },
  };
}

/** Lucia's has more in it than anybody should see. */
const sessionOf = (attributes: SessionAttributes, account: Account): Session => {
  const { publicId: id, createdAt, lastSeenAt, generation } = attributes;
  return { id, account, createdAt, lastSeenAt, generation };
};

const viewOf = (session: SessionAttributes, current: boolean): SessionView => ({
  id: session.publicId,
  current,
  createdAt: new Date(session.createdAt).toISOString(),
  lastSeenAt: new Date(session.lastSeenAt).toISOString(),
});

/** Nothing but the hash is kept, so that a look into Redis signs nobody in. */
const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
