import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { answers, shutDown } from '#server/redis/embedded/client';
import { openPrivateRedis, pidOf } from '../e2e/private-redis';
import { startServer, type TestServer } from '../e2e/server';
import type { Dice } from '../kit/dice';

/** A server with its private Redis, which may die and come back under the same address. */
export interface Town {
  origin: string;
  dataDir: string;
  /** Past the server; comes back by itself. */
  redis: Redis;
  redisPid(): Promise<number>;
  server(): TestServer;
  startServer(): Promise<void>;
  /** Resolves when a question that needs Redis is answered; gives the moment. */
  untilBack(): Promise<number>;
  /** Stops the server, and the Redis that a killed one has left. */
  close(): Promise<void>;
}

/** Whoever is killed on purpose must not be kept from asking by limits that are for other towns. */
export const LIMITS = JSON.stringify({
  commandsPerSocket: 100_000,
  commandsPerPerson: 100_000,
  commandsPerAddress: 1_000_000,
  postsPerPerson: 10_000,
  postBurst: 10_000,
  requestsPerKey: 100_000,
  requestsPerAddress: 100_000,
  newcomerBurst: 100_000,
  deviceRequestsPerAddress: 100_000,
});

const LOOK_MS = 20;

/** `dataDir`: one that is there already. It goes when the town is closed. */
export async function openTown(dice: Dice, dataDir?: string): Promise<Town> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'tapline-chaos-')));
  const env = { PORT: String(await sparePort(dice)), TAPLINE_LIMITS: LIMITS };
  const start = () => startServer({ dataDir: folder, env });
  let server = await start();
  const redis = openPrivateRedis(folder);
  const { origin } = server;

  return {
    origin,
    dataDir: folder,
    redis,
    redisPid: () => pidOf(redis),
    server: () => server,
    startServer: async () => {
      server = await start();
    },
    async untilBack() {
      while (!(await isBack(origin))) await sleep(LOOK_MS);
      return performance.now();
    },
    async close() {
      redis.disconnect();
      await server.stop();
      const address = { path: join(folder, 'redis.sock') };
      if (await answers(address)) await shutDown(address);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isBack(origin: string): Promise<boolean> {
  const headers = { Authorization: 'Bearer tapline-demo' };
  const init = { headers, signal: AbortSignal.timeout(2_000) };
  return fetch(`${origin}/api/v1/cards/04AB`, init).then(
    ({ status }) => status === 200,
    () => false,
  );
}

/**
 * A port below those that the system gives to outgoing connections: a client that knocks at one of those while nobody
 * listens may be given the very same, and then talks to itself.
 */
async function sparePort(dice: Dice): Promise<number> {
  for (;;) {
    const port = dice.between(15_000, 30_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
