import { test as base } from 'playwright/test';
import { startServer, type TestServer } from './server';

export { expect } from 'playwright/test';

interface Fixtures {
  /** A server of the test's worker, with a private Redis; pages open relative to it. */
  server: TestServer;
}

/** Playwright's test with a running Tapline. Relative addresses such as `/kiosk/gate` lead to it. */
export const test = base.extend<object, Fixtures>({
  server: [
    async ({ playwright: _ }, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

test.use({ baseURL: async ({ server }, use) => use(server.origin) });
