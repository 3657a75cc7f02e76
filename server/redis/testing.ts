import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedRedis, type EmbeddedRedis } from './embedded';
import { shutDown } from './embedded/client';

export interface TestRedis {
  /** `redis://…` with its password, as REDIS_URL takes it. */
  url: string;
  stop(): Promise<void>;
}

/** A private Redis for one test file: empty, started like the embedded default, thrown away by `stop`. */
export async function startTestRedis(): Promise<TestRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tapline-redis-'));
  const redis = await startEmbeddedRedis({ dataDir, listen: 'loopback', progress: () => undefined });
  return {
    url: urlOf(redis.connection),
    stop: async () => {
      await shutDown(redis.connection); // whatever connections a test left open
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function urlOf(connection: EmbeddedRedis['connection']): string {
  if ('path' in connection) throw new Error('a test Redis listens on a port');
  return `redis://:${connection.password}@${connection.host}:${connection.port}`;
}
