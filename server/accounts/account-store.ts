import type { Redis } from 'ioredis';
import { asRefusal } from '#contract/error-codes';
import { foldName, type Account, type Role } from '#domain/accounts/account';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import endSessionsLua from './end-sessions.lua?raw';
import { createNames } from './names';

/** What is kept of a person. */
export interface Profile {
  account: Account;
  /** Null for guests. */
  passwordHash: string | null;
  /** Waits to be let in. */
  pending: boolean;
  /** Made by demo mode, and never given a password of its own. */
  demo: boolean;
  /** A session opened in an earlier generation has ended, unless it is the one that was spared. */
  generation: number;
  spared: string;
}

export type NewProfile = Pick<Profile, 'account'> & { passwordHash: string } & Partial<
    Pick<Profile, 'pending' | 'demo'>
  >;

/** What changes so that somebody's sessions end with it. */
export interface Change {
  passwordHash?: string;
  role?: Role;
}

export type AccountStore = ReturnType<typeof createAccountStore>;

/** Longer than a guest's session can last. */
const GUEST_SECONDS = 31 * 24 * 3600;

export function createAccountStore(redis: Redis) {
  const endSessions = defineScript(redis, 'endSessions', endSessionsLua);
  const names = createNames(redis);

  async function read(userId: string): Promise<Profile | null> {
    const fields = await redis.hgetall(keys.user(userId));
    return fields['username'] === undefined ? null : profileOf(userId, fields);
  }

  return {
    /**
     * The profile comes first: a name always leads to one. Safe to repeat.
     * @throws Refusal `conflict` if one of the names is another's; then nothing is left
     */
    async create({ account, passwordHash, pending, demo }: NewProfile): Promise<void> {
      const own = { passwordHash, pending: bit(pending), demo: bit(demo) };
      await redis.hset(keys.user(account.id), { ...fieldsOf(account), ...own });
      try {
        await names.claim(account);
      } catch (error) {
        // Where nobody knows whether a name was claimed the profile stays: it would else lead to nobody, and be taken.
        if (asRefusal(error)) await redis.del(keys.user(account.id));
        throw error;
      }
    },

    /** Undoes `create`. */
    async remove(account: Account): Promise<void> {
      await names.release(account);
      await redis.del(keys.user(account.id));
    },

    async createGuest(account: Account): Promise<void> {
      const key = keys.user(account.id);
      await redis.multi().hset(key, fieldsOf(account)).expire(key, GUEST_SECONDS).exec();
    },

    read,

    isTaken: async (name: string): Promise<boolean> => (await names.ownerOf(name)) !== null,

    /** The one who signs in with this name; takes as many steps if nobody does. */
    async readByUsername(username: string): Promise<Profile | null> {
      const profile = await read((await names.ownerOf(username)) ?? 'nobody');
      return profile && foldName(profile.account.username) === foldName(username) ? profile : null;
    },

    /** Lets in somebody who waits. */
    admit: (userId: string): Promise<number> => redis.hset(keys.user(userId), { pending: bit(false) }),

    /** Ends all sessions of a person, with what changes at that moment. */
    async endSessions(userId: string, change: Change = {}): Promise<void> {
      const fields = { ...change, ...(change.passwordHash !== undefined && { demo: bit(false) }) };
      await endSessions([keys.user(userId)], ['', '', ...Object.entries(fields).flat()]);
    },

    /** Ends all sessions of a person but this one. False if it has itself been ended. */
    endOtherSessions: async (userId: string, spared: { id: string; generation: number }): Promise<boolean> =>
      (await endSessions([keys.user(userId)], [spared.id, spared.generation])) === 1,
  };
}

const bit = (value = false): number => (value ? 1 : 0);

const fieldsOf = ({ username, name, role, guest }: Account) => ({
  username,
  name,
  role,
  guest: bit(guest),
  generation: 0,
  createdAt: new Date().toISOString(),
});

function profileOf(id: string, fields: Record<string, string>): Profile {
  const { username = '', name = '', role, guest, passwordHash, pending, demo, generation, spared } = fields;
  return {
    account: { id, username, name, role: role as Role, guest: guest === '1' },
    passwordHash: passwordHash ?? null,
    pending: pending === '1',
    demo: demo === '1',
    generation: Number(generation),
    spared: spared ?? '',
  };
}
