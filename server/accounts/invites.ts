import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Role } from '#domain/accounts/account';
import { keys } from '#server/redis/keys';

/** Codes that let one person join each. */
export type Invites = ReturnType<typeof createInvites>;

const HOURS = { rider: 7 * 24, admin: 24 };

/** `admin`: the code of a set-up link, good until there is an admin. */
export type InvitedRole = Extract<Role, keyof typeof HOURS>;

export function createInvites(redis: Redis) {
  return {
    async create(role: InvitedRole): Promise<string> {
      const code = randomBytes(20).toString('base64url');
      await redis.set(keys.invite(hash(code)), role, 'EX', HOURS[role] * 3600);
      return code;
    },

    /** What a code is good for; null if for nothing. */
    look: async (code: string) => (await redis.get(keys.invite(hash(code)))) as InvitedRole | null,

    /** Uses a code up: it lets one person in, however many come at once. */
    take: async (code: string): Promise<boolean> => (await redis.getdel(keys.invite(hash(code)))) !== null,
  };
}

/** Kept as their hash, so that a look into Redis lets nobody in. */
const hash = (code: string): string => createHash('sha256').update(code).digest('hex');
