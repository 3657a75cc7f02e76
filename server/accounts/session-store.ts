import type { Redis } from 'ioredis';
import { keys } from '#server/redis/keys';
import type { AccountStore } from './account-store';
import {
  createLookUpSession,
  epochMs,
  SESSION_MS,
  SLIDE,
  type FoundSession,
  type LookUpOptions,
  type SessionAttributes,
  type StoredSession,
} from './look-up-session';

export type SessionStore = ReturnType<typeof createSessionStore>;

/** A day more than a session lasts. */
const LIST_SECONDS = 31 * 24 * 3600;
/** Programs that sign in each time never look at the list: when it has grown by so many, what has ended goes… */
const SWEPT_EVERY = 50;
/** …and whoever still has more than this loses the ones that were longest not seen. */
const MOST_SESSIONS = 100;

/** Sessions by the hash of their token. A session's value never changes; its TTL says when it was last seen. */
export function createSessionStore(redis: Redis, accounts: AccountStore, options: LookUpOptions) {
  const lookUp = createLookUpSession(redis, accounts, options);

  /** A person's sessions that go on; those that do not are cleared away. */
  async function listed(userId: string): Promise<FoundSession[]> {
    const entries = Object.entries(await redis.hgetall(keys.userSessions(userId)));
    const looks = await Promise.all(
      entries.map(async ([publicId, hash]) => ({ publicId, found: await lookUp(hash, SLIDE.never) })),
    );
    const ended = looks.filter(({ found }) => !found?.account).map(({ publicId }) => publicId);
    if (ended.length > 0) await redis.hdel(keys.userSessions(userId), ...ended);
    return looks.flatMap(({ found }) => (found?.account ? [found] : []));
  }

  async function remove(hash: string): Promise<void> {
    const text = await redis.getdel(keys.session(hash));
    if (text === null) return;
    const { userId, publicId } = JSON.parse(text) as StoredSession;
    await redis.hdel(keys.userSessions(userId), publicId);
  }

  /** Looking at them all costs more the more there are, so that their number is bounded. */
  async function sweep(userId: string): Promise<void> {
    const sessions = await listed(userId);
    sessions.sort((one, other) => other.attributes.lastSeenAt - one.attributes.lastSeenAt);
    await Promise.all(sessions.slice(MOST_SESSIONS).map(({ id }) => remove(id)));
  }

  return {
    async now(): Promise<number> {
      const [seconds = 0, microseconds = 0] = await redis.time();
      return options.clock(epochMs(seconds, microseconds));
    },

    /** The session comes before its entry in the list, where one without a session is cleared away. */
    async open(hash: string, userId: string, attributes: SessionAttributes): Promise<void> {
      const { publicId, generation, createdAt } = attributes;
      const stored: StoredSession = { userId, publicId, generation, createdAt };
      await redis.set(keys.session(hash), JSON.stringify(stored), 'PX', SESSION_MS);
      const list = keys.userSessions(userId);
      const [, , counted] =
        (await redis.multi().hset(list, publicId, hash).expire(list, LIST_SECONDS).hlen(list).exec()) ?? [];
      if (Number(counted?.[1]) % SWEPT_EVERY === 0) await sweep(userId);
    },

    /** Reads a session and slides its hour. */
    touch: (hash: string): Promise<FoundSession | null> => lookUp(hash, SLIDE.whenUsed),

    list: listed,

    remove,

    endAll: (userId: string): Promise<void> => accounts.endSessions(userId),
  };
}
