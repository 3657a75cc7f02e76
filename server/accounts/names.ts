import type { Redis } from 'ioredis';
import { Refusal } from '#contract/error-codes';
import { foldName, type Account } from '#domain/accounts/account';
import { keys } from '#server/redis/keys';

/** Who bears which name: each belongs to one account at most, by a step that Redis takes for one alone. */
export type Names = ReturnType<typeof createNames>;

export function createNames(redis: Redis) {
  const release = async (names: string[]): Promise<void> => {
    for (const name of names) await redis.del(keys.username(name));
  };

  return {
    /**
     * All of an account's names or none, in one order for everybody, so that of two who want the same ones one gets
     * them. Safe to repeat.
     * @throws Refusal `conflict`
     */
    async claim(account: Account): Promise<void> {
      const claimed: string[] = [];
      for (const name of namesOf(account)) {
        const owner = await redis.set(keys.username(name), account.id, 'NX', 'GET');
        if (owner !== null && owner !== account.id) {
          await release(claimed);
          throw new Refusal('conflict', 'This name is taken');
        }
        claimed.push(name); // ours already where an answer was lost and the claim is repeated
      }
    },

    release: (account: Account): Promise<void> => release(namesOf(account)),

    /** Whose name it is, to sign in with or to be read. */
    ownerOf: (name: string): Promise<string | null> => redis.get(keys.username(foldName(name))),
  };
}

/** What nobody else may be called: the username, and the name if it is another. */
const namesOf = ({ username, name }: Account): string[] =>
  [...new Set([foldName(username), foldName(name)])].sort();
