import type { Redis } from 'ioredis';
import { joinPolicies, type JoinPolicy, type SiteSettings } from '#contract/accounts';
import type { Cache } from '#server/redis/cache';
import { keys } from '#server/redis/keys';

/** What the operator decides about the site; every instance knows of a change within a round trip. */
export interface Settings {
  read(): Promise<SiteSettings>;
  change(changes: Partial<SiteSettings>): Promise<SiteSettings>;
}

const TAG = 'site';

export function createSettings(redis: Redis, cache: Cache): Settings {
  const read = (): Promise<SiteSettings> =>
    cache.get(keys.site, [TAG], async () => {
      const { joinPolicy, anonymousReading } = await redis.hgetall(keys.site);
      return {
        joinPolicy: isPolicy(joinPolicy) ? joinPolicy : 'open',
        anonymousReading: anonymousReading === 'true',
      };
    });

  return {
    read,
    async change(changes) {
      const fields = Object.entries(changes).flatMap(([name, value]) => [name, String(value)]);
      if (fields.length > 0) await redis.hset(keys.site, ...fields);
      await cache.invalidate(TAG);
      return read();
    },
  };
}

const isPolicy = (text: string | undefined): text is JoinPolicy =>
  joinPolicies.some((policy) => policy === text);
