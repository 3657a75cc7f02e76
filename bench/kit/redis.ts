import type { Redis } from 'ioredis';
import { createLogger } from '#server/log';
import { connectRedis } from '#server/redis/connect';
import { startEmbeddedRedis } from '#server/redis/embedded';
import { atEnd } from './endings';
import { newFolder, removeFolder } from './folder';

/** When Redis writes to disk: before it answers, or once a second. */
export type Fsync = 'always' | 'everysec';

/** A Redis as the product starts it, on its unix socket. */
export interface BenchRedis {
  path: string;
  /** A connection as the product makes it for its commands, until `stop`. */
  connect(): Promise<Redis>;
  stop(): Promise<void>;
}

const log = createLogger('silent');

export async function startRedis(fsync: Fsync): Promise<BenchRedis> {
  const dataDir = await newFolder();
  const { connection, stop } = await startEmbeddedRedis({ dataDir, progress: () => undefined });
  if (!('path' in connection)) throw new Error('the path of the folder for temporary files is too long');
  const { path } = connection;
  const open: { close(): Promise<void> }[] = [];
  const connect = async (): Promise<Redis> => {
    const connections = await connectRedis({ path }, log);
    open.push(connections);
    return connections.commands;
  };
  await setFsync(await connect(), fsync);
  return {
    path,
    connect,
    stop: atEnd(async () => {
      await Promise.all(open.map((connections) => connections.close()));
      await stop();
      await removeFolder(dataDir);
    }),
  };
}

export async function setFsync(redis: Redis, fsync: Fsync): Promise<void> {
  await redis.config('SET', 'appendfsync', fsync);
}
