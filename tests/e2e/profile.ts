import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright/test';
import { test as base } from './test';

/** The test with a browser profile that is not a private one: those install nothing. */
export const test = base.extend<{ profile: BrowserContext }>({
  profile: async ({ playwright, launchOptions }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tapline-profile-'));
    const profile = await playwright.chromium.launchPersistentContext(folder, {
      ...launchOptions,
      locale: 'en',
    });
    await use(profile);
    await profile.close();
    await rm(folder, { recursive: true, force: true });
  },
});

/** Until this version's service worker is in charge of the page. */
export const inCharge = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker?.controller?.state === 'activated');
