import type { Account, PublicAccount } from '#domain/accounts/account';
import type { Cache } from '#server/redis/cache';
import type { AccountStore } from './account-store';

/** Who people are, through the cache. */
export interface Directory {
  find(userId: string): Promise<Account | null>;
  /** Those that are known. */
  findMany(userIds: readonly string[]): Promise<PublicAccount[]>;
  /** Notes an account that was just written. */
  keep(account: Account): void;
}

export const profileTag = (userId: string): string => `profile:${userId}`;

export function createDirectory({ store, cache }: { store: AccountStore; cache: Cache }): Directory {
  async function find(userId: string): Promise<Account | null> {
    const tag = profileTag(userId);
    const { account } = await cache.get(tag, [tag], async () => ({
      account: (await store.read(userId))?.account ?? null,
    }));
    return account;
  }

  return {
    find,
    keep({ id, username, name, role, guest }) {
      cache.put(profileTag(id), [profileTag(id)], { account: { id, username, name, role, guest } });
    },
    async findMany(userIds) {
      const found = await Promise.all(userIds.map(find));
      return found
        .filter((account) => account !== null)
        .map(({ id, name, role, guest }) => ({ id, name, role, guest }));
    },
  };
}
