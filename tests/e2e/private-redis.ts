import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A look into the private Redis of a data folder, past the server. */
export function openPrivateRedis(dataDir: string): Redis {
  const redis = new Redis({ path: join(dataDir, 'redis.sock'), retryStrategy: () => 20 });
  redis.on('error', () => undefined); // it dies now and then, and is waited for
  return redis;
}

/** The process id of the server that answers now. */
export const pidOf = async (redis: Redis): Promise<number> =>
  Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
