import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright';
import { build, type Rolldown } from 'vite';

/** Debian's: others look for policies elsewhere. Not the script in front of it, which adds options of its own. */
export const CHROMIUM = '/usr/lib/chromium/chromium';

/** Answered by the test; that it is the machine itself makes it a secure context. */
export const ORIGIN = 'http://127.0.0.1:4077';

const OPTIONS = ['--disable-gpu'];

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
  const script = await kioskScript();
  await context.route(`${ORIGIN}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><script>${script}</script>` }),
  );
  return { context, kill: () => server.kill(), close: () => server.close() };
}

let bundled: Promise<string> | undefined;

const kioskScript = (): Promise<string> => (bundled ??= bundle());

async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'kiosk-page.ts'), formats: ['iife'], name: 'page' },
    },
  });
  const [{ output: chunks }] = output as [Rolldown.RolldownOutput];
  return chunks[0].code;
}
