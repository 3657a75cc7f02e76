import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

const DONE = 'done';
/** Whoever began has died if this passes; the next begins again. */
const GIVE_UP_SECONDS = 30;
const LOOK_AGAIN_MS = 20;

/** Does what is to be done once in the life of the data. Instances that start together wait for the one that does it. */
export async function onceEver(redis: Redis, key: string, work: () => Promise<void>): Promise<void> {
  while ((await redis.get(key)) !== DONE) {
    if (await redis.set(key, 'begun', 'EX', GIVE_UP_SECONDS, 'NX')) {
      await work().catch((error: unknown) => giveUp(redis, key, error));
      await redis.set(key, DONE);
    } else await sleep(LOOK_AGAIN_MS);
  }
}

/** The next may begin at once, unless Redis itself is away. */
async function giveUp(redis: Redis, key: string, error: unknown): Promise<never> {
  await redis.del(key).catch(() => undefined);
  throw error;
}
