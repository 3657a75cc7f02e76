import type { Redis } from 'ioredis';
import type { Role } from '#domain/accounts/account';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import claimFirstAdminLua from './claim-first-admin.lua?raw';

/** Notes who is an admin, to know whether there is one; what somebody may do is in their profile. */
export type Admins = ReturnType<typeof createAdmins>;

export function createAdmins(redis: Redis) {
  const claimFirst = defineScript(redis, 'claimFirstAdmin', claimFirstAdminLua);

  return {
    exist: async (): Promise<boolean> => (await redis.scard(keys.admins)) > 0,

    /** Notes an admin, unless there is one already: of several who try one succeeds. */
    claimFirst: async (userId: string): Promise<boolean> => (await claimFirst([keys.admins], [userId])) === 1,

    async note(userId: string, role: Role): Promise<void> {
      await (role === 'admin' ? redis.sadd(keys.admins, userId) : redis.srem(keys.admins, userId));
    },

    async isLast(userId: string): Promise<boolean> {
      const admins = await redis.smembers(keys.admins);
      return admins.length === 1 && admins[0] === userId;
    },
  };
}
