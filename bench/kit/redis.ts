import { Redis } from 'ioredis';
import { startEmbeddedRedis } from '#server/redis/embedded';
import { atEnd } from './endings';
import { newFolder, removeFolder } from './folder';

/** When Redis writes to disk: before it answers, or once a second. */
export type Fsync = 'always' | 'everysec';

/** A Redis as the product starts it, on its unix socket. */
export interface BenchRedis {
  path: string;
  /** A connection to it, until `stop`. */
  connect(): Redis;
  stop(): Promise<void>;
}

export async function startRedis(fsync: Fsync): Promise<BenchRedis> {
  const dataDir = await newFolder();
  const { connection, stop } = await startEmbeddedRedis({ dataDir, progress: () => undefined });
  const { path, connect, disconnect } = connections(connection);
  const redis = connect();
  await setFsync(redis, fsync);
  return {
    path,
    connect,
    stop: atEnd(async () => {
      disconnect();
      await stop();
      await removeFolder(dataDir);
    }),
  };
}

function connections(connection: object): Pick<BenchRedis, 'path' | 'connect'> & { disconnect(): void } {
  const { path } = connection as { path?: string };
  if (path === undefined)
    throw new Error('the folder for temporary files has too long a path for a unix socket');
  const open = new Set<Redis>();
  const connect = (): Redis => {
    const redis = new Redis({ path });
    open.add(redis);
    return redis;
  };
  return { path, connect, disconnect: () => open.forEach((redis) => redis.disconnect()) };
}

export async function setFsync(redis: Redis, fsync: Fsync): Promise<void> {
  await redis.config('SET', 'appendfsync', fsync);
}
