import { defineConfig } from 'playwright/test';
import { chromiumPath, withoutFeatures } from './tests/kit/chromium.js';

const executablePath = chromiumPath();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  workers: 3,
  // Two tests fill a small machine. Those that mostly wait do so beside them, one after another.
  projects: [
    { name: 'works', grepInvert: /@waits/, workers: 2 },
    { name: 'waits', grep: /@waits/, workers: 1, timeout: 120_000 },
  ],
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  forbidOnly: true,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    // Pictures and copies of each page would take half of the machine; `--trace on` has them for one that fails.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        withoutFeatures,
      ],
    },
  },
});
