import { chromium, type BrowserContext } from 'playwright';
import { withoutFeatures } from '../../kit/chromium.js';
import { pageScript } from '../page-script';

/** Debian's: others look for policies elsewhere. Not the script in front of it, which adds options of its own. */
export const CHROMIUM = '/usr/lib/chromium/chromium';

/** Answered by the test; that it is the machine itself makes it a secure context. */
export const ORIGIN = 'http://127.0.0.1:4077';

const OPTIONS = ['--disable-gpu', withoutFeatures];

export interface KioskBrowser {
  context: BrowserContext;
  /** SIGKILL: nothing of it can say good-bye. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** @param environment of the browser, beside our own. */
export async function startKioskBrowser(environment: Record<string, string>): Promise<KioskBrowser> {
  const server = await chromium.launchServer({
    executablePath: CHROMIUM,
    args: OPTIONS,
    env: { ...process.env, ...environment },
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const context = await browser.newContext();
  const script = await pageScript('serial/kiosk-page.ts');
  await context.route(`${ORIGIN}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><script>${script}</script>` }),
  );
  return { context, kill: () => server.kill(), close: () => server.close() };
}
