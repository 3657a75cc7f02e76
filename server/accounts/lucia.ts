import { generateIdFromEntropySize, Lucia, TimeSpan, type Adapter } from 'lucia';
import type { Account } from '#domain/accounts/account';
import { SESSION_MS, type SessionAttributes } from './look-up-session';
import type { SessionStore } from './session-store';

// Lucia is no longer developed by its author, so this file alone knows it. What it calls a session's id is the hash of the
// token: hashed before it comes here, for lucia hands the same id to every method.

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: Account;
  }
}

/** 160 bits, in 32 characters of base32. */
export const newToken = (): string => generateIdFromEntropySize(20);

export function createLucia(store: SessionStore): Lucia<SessionAttributes, Account> {
  return new Lucia(adapterOf(store), {
    sessionExpiresIn: new TimeSpan(SESSION_MS, 'ms'),
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (account) => account,
  });
}

const adapterOf = (store: SessionStore): Adapter => ({
  async getSessionAndUser(hash) {
    const found = await store.touch(hash);
    if (!found) return [null, null];
    const { account, userId, expiresAt, attributes } = found;
    // A session without a user is one that lucia deletes.
    return [{ id: hash, userId, expiresAt, attributes }, account && { id: userId, attributes: account }];
  },
  getUserSessions: (userId) => store.list(userId),
  setSession: ({ id, userId, attributes }) => store.open(id, userId, attributes),
  // Reading has slid it already; lucia still asks for it in the last half hour of its greatest age.
  updateSessionExpiration: async () => undefined,
  deleteSession: (hash) => store.remove(hash),
  deleteUserSessions: (userId) => store.endAll(userId),
  // Redis does it.
  deleteExpiredSessions: async () => undefined,
});
