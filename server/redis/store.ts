import type { Config } from '#server/config';
import type { Logger } from '#server/log';
import { StartError } from '#server/start-error';
import { createBus, type Bus } from './bus';
import { createCache, type Cache } from './cache';
import { connectRedis, type RedisConnections } from './connect';
import { startEmbeddedRedis, type EmbeddedRedis } from './embedded';
import { supervise } from './embedded/supervise';
import { migrate } from './migrate';
import { demandVersion } from './version';

/** Redis as the services use it: connections, words between instances, and what was read lately. */
export interface Store {
  redis: RedisConnections;
  bus: Bus;
  cache: Cache;
  close(): Promise<void>;
}

/**
 * The Redis that the configuration names, or the private one, with its data in today's shape.
 * @throws StartError
 */
export async function openStore(config: Config, log: Logger): Promise<Store> {
  const embedded = config.redisUrl === null ? await startPrivateRedis(config, log) : null;
  const endSupervision = embedded && supervise(embedded, log);
  let redis: RedisConnections | undefined;
  let bus: Bus | undefined;
  const close = async (): Promise<void> => {
    bus?.close();
    await redis?.close();
    endSupervision?.();
    await embedded?.stop();
  };
  try {
    redis = await connectRedis(embedded?.connection ?? config.redisUrl ?? '', log);
    await demandVersion(redis.commands);
    await migrate(redis.commands, log);
    bus = createBus(redis.commands, redis.subscriber, log);
    return { redis, bus, cache: await createCache(bus), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startPrivateRedis({ dataDir, redisServerBin }: Config, log: Logger): Promise<EmbeddedRedis> {
  const serverBin = redisServerBin ?? undefined;
  try {
    return await startEmbeddedRedis({ dataDir, serverBin, progress: (line) => log.info(line) });
  } catch (error) {
    throw new StartError((error as Error).message, { cause: error });
  }
}
