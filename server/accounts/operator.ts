import { Refusal } from '#contract/error-codes';
import type { Account, Role } from '#domain/accounts/account';
import type { Bus } from '#server/redis/bus';
import type { Cache } from '#server/redis/cache';
import type { AccountStore, Change, Profile } from './account-store';
import type { Admins } from './admins';
import { profileTag } from './directory';
import type { Invites } from './invites';
import { newAccount } from './new-account';
import { demandGoodPassword, hashPassword } from './password';
import { tellEnded } from './sessions';

/** What an operator may do with accounts. */
export interface Operator {
  /** @throws Refusal `conflict` (taken), `invalid` (password, name) */
  create(username: string, password: string, role: Role): Promise<Account>;
  /**
   * Ends the person's sessions. With a password of their own, demo people become real.
   * @throws Refusal `not_found`, `invalid`
   */
  setPassword(username: string, password: string): Promise<void>;
  /** Ends the person's sessions. @throws Refusal `not_found`, `conflict` (the last admin stays one) */
  setRole(username: string, role: Role): Promise<void>;
  /** Lets in somebody who waits. @throws Refusal `not_found`, `conflict` */
  approve(username: string): Promise<void>;
  /** A code with which one person may join, within a week. */
  invite(): Promise<string>;
  /** A code with which the first admin may join, within a day; null if there is an admin. */
  setUpCode(): Promise<string | null>;
}

export interface OperatorParts {
  store: AccountStore;
  admins: Admins;
  invites: Invites;
  cache: Cache;
  bus: Bus;
}

export function createOperator({ store, admins, invites, cache, bus }: OperatorParts): Operator {
  async function profileOf(username: string): Promise<Profile> {
    const profile = await store.readByUsername(username);
    if (!profile) throw new Refusal('not_found', `There is no account ${username}`);
    return profile;
  }

  async function change({ account: { id } }: Profile, to: Change): Promise<void> {
    await store.endSessions(id, to);
    await Promise.all([cache.invalidate(profileTag(id)), tellEnded(bus, { userId: id })]);
  }

  return {
    async create(username, password, role) {
      await demandGoodPassword(password);
      const account = newAccount({ username, role });
      await store.create({ account, passwordHash: await hashPassword(password) });
      await admins.note(account.id, role);
      return account;
    },

    async setPassword(username, password) {
      await demandGoodPassword(password);
      const profile = await profileOf(username);
      await change(profile, { passwordHash: await hashPassword(password) });
      await admins.note(profile.account.id, profile.account.role);
    },

    async setRole(username, role) {
      const profile = await profileOf(username);
      const { id } = profile.account;
      if (role !== 'admin' && (await admins.isLast(id))) {
        throw new Refusal('conflict', `${username} is the only admin; make another first`);
      }
      await change(profile, { role });
      if (!profile.demo) await admins.note(id, role);
    },

    async approve(username) {
      const { account, pending } = await profileOf(username);
      if (!pending) throw new Refusal('conflict', `${username} is not waiting`);
      await store.admit(account.id);
    },

    invite: () => invites.create('rider'),

    setUpCode: async () => ((await admins.exist()) ? null : invites.create('admin')),
  };
}
