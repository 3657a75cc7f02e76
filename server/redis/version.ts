import type { Redis } from 'ioredis';
import { StartError } from '#server/start-error';

/** Sharded pub/sub, which rooms are told by, came with this one. */
const NEEDED = 7;

/** @throws StartError when Redis is too old. Valkey says which Redis it stands for. */
export async function demandVersion(redis: Pick<Redis, 'info'>): Promise<void> {
  const version = /^redis_version:(\S+)/m.exec(await redis.info('server'))?.[1] ?? 'unknown';
  if (parseInt(version) >= NEEDED) return;
  throw new StartError(`REDIS_URL: Redis ${NEEDED}.0 or later is needed, not ${version}`);
}
