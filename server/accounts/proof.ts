import { Refusal } from '#contract/error-codes';
import type { AccountStore } from './account-store';
import { newAccount } from './new-account';
import { isPassword, NO_HASH } from './password';
import type { Entrant } from './sessions';

/** How people prove who they are. */
export interface Proof {
  /**
   * @throws Refusal `unauthenticated`, alike in words and time for an unknown name and a wrong password; `forbidden` if
   * the account waits to be let in
   */
  signIn(username: string, password: string): Promise<Entrant>;
  /** Somebody without a password, under a name that no account bears. @throws Refusal `invalid`, `unauthenticated` */
  guest(handle: string): Promise<Entrant>;
}

export function createProof({ store, demo }: { store: AccountStore; demo: boolean }): Proof {
  return {
    async signIn(username, password) {
      const profile = await store.readByUsername(username);
      const isRight = await isPassword(password, profile?.passwordHash ?? NO_HASH);
      if (!profile || !isRight || (profile.demo && !demo)) throw wrong();
      if (profile.pending) throw new Refusal('forbidden', 'An admin has yet to let you in');
      return { ...profile.account, generation: profile.generation };
    },

    async guest(handle) {
      const account = newAccount({ username: handle, role: 'rider', guest: true });
      if (await store.isTaken(account.username)) throw wrong();
      await store.createGuest(account);
      return { ...account, generation: 0 };
    },
  };
}

const wrong = (): Refusal => new Refusal('unauthenticated', 'Wrong name or password');
