import type { Redis } from 'ioredis';
import { startingCatalogue } from '#domain/transit/product';
import type { Logger } from '#server/log';
import { StartError } from '#server/start-error';
import { keys } from './keys';

/** One step of the data's shape, from `version - 1` to `version`. Must be safe to run again after a crash. */
export interface Migration {
  version: number;
  name: string;
  up(redis: Redis): Promise<void>;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'cards, passes, taps, events, totals, devices',
    // The first shape: there is nothing older to change.
    up: () => Promise.resolve(),
  },
  {
    version: 2,
    name: 'the catalogue',
    up: async (redis) => {
      const products = startingCatalogue.map((product) => JSON.stringify(product));
      await redis
        .multi()
        .del(keys.products)
        .rpush(keys.products, ...products)
        .exec();
    },
  },
];

/** A lock that nobody renews is free again: its holder has died. */
const LOCK_SECONDS = 30;
const lock = `${keys.schema}:lock`;

/**
 * Brings the data to the newest shape. Instances that start together wait for the one that does it.
 * @throws StartError when the data were written by a newer Tapline
 */
export async function migrate(
  redis: Redis,
  log: Logger,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  const newest = Math.max(...steps.map((step) => step.version));
  while ((await schemaVersion(redis, newest)) < newest) {
    if (await redis.set(lock, process.pid, 'EX', LOCK_SECONDS, 'NX')) {
      await whileLocked(redis, async () => runFrom(redis, log, steps, await schemaVersion(redis, newest)));
    } else await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function schemaVersion(redis: Redis, newest: number): Promise<number> {
  const version = Number((await redis.get(keys.schema)) ?? 0);
  if (version <= newest) return version;
  throw new StartError(
    `The data in Redis have schema ${version}; this Tapline knows ${newest} at most. Start the newer Tapline.`,
  );
}

async function whileLocked(redis: Redis, work: () => Promise<void>): Promise<void> {
  const renew = (): void => void redis.expire(lock, LOCK_SECONDS).catch(() => undefined); // the next one may work
  const renewing = setInterval(renew, (LOCK_SECONDS * 1000) / 3);
  try {
    await work();
  } finally {
    clearInterval(renewing);
    await redis.del(lock);
  }
}

async function runFrom(
  redis: Redis,
  log: Logger,
  steps: readonly Migration[],
  version: number,
): Promise<void> {
  for (const step of steps.filter((candidate) => candidate.version > version)) {
    log.info(`migrating to schema ${step.version}: ${step.name}`);
    await step.up(redis);
    await redis.set(keys.schema, step.version);
  }
}
