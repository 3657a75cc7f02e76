import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { answers, shutDown } from '#server/redis/embedded/client';
import { startServer, type TestServer } from './server';
import { startPair, type Pair } from './two-servers';

export { expect } from 'playwright/test';

interface OfTest {
  /** A folder of the test's own. It goes after the test, with the Redis that a killed server left there. */
  dataDir: string;
  /** Starts servers of the test's own; those still running after the test are stopped. */
  startServer: typeof startServer;
  /** Two servers of the test's own. */
  pair: Pair;
}

interface OfWorker {
  /** A server of the test's worker, with a private Redis; pages open relative to it. */
  server: TestServer;
}

/** Playwright's test with a running Tapline. Relative addresses such as `/kiosk/gate` lead to it. */
export const test = base.extend<OfTest, OfWorker>({
  server: [
    async ({ playwright: _ }, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.origin),
  dataDir: async ({ playwright: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tapline-test-'));
    await use(folder);
    const redis = { path: join(folder, 'redis.sock') };
    if (await answers(redis)) await shutDown(redis);
    await rm(folder, { recursive: true, force: true });
  },
  // After dataDir, so that it is cleared up before.
  startServer: async ({ dataDir: _ }, use) => {
    const started: TestServer[] = [];
    await use(async (options) => {
      const server = await startServer(options);
      started.push(server);
      return server;
    });
    await Promise.all(started.map((server) => server.stop()));
  },
  pair: async ({ playwright: _ }, use) => {
    const pair = await startPair();
    await use(pair);
    await pair.stop();
  },
});
