import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright';
import { atEnd } from './endings';

/** A real Chromium with a fresh profile. */
export interface Profile {
  context: BrowserContext;
  /** DevTools of the browser as a whole. */
  devtools: CDPSession;
  /** A new page with DevTools of its own. */
  open(): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  page: Page;
  devtools: CDPSession;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is the start script says. `origin`: pages open relative to it. */
export async function openProfile(origin: string, viewport = { width: 1366, height: 900 }): Promise<Profile> {
  const executablePath = process.env['CHROMIUM'];
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: FLAGS,
  });
  const context = await browser.newContext({ baseURL: origin, locale: 'en', viewport });
  return {
    context,
    devtools: await browser.newBrowserCDPSession(),
    async open() {
      const page = await context.newPage();
      return { page, devtools: await context.newCDPSession(page) };
    },
    close: atEnd(() => browser.close()),
  };
}

/** Signs one of the demo's people in; every page of the profile has the cookie from then on. */
export async function signIn({ context }: Profile, username: string): Promise<void> {
  const response = await context.request.post('/auth/login', {
    data: { username, password: 'password123' },
  });
  if (!response.ok()) throw new Error(`login: ${response.status()} ${await response.text()}`);
}

/** Until the service worker is in charge of the page. */
export const inCharge = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
