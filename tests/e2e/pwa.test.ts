import type { Page } from 'playwright/test';
import { GENERAL } from '#domain/chat/room';
import { ChatPage } from './chat-pages';
import { SalesPage } from './kiosks';
import { layoutFaults } from './layout';
import { offerToInstall, signIn } from './people';
import { inCharge, test as base } from './profile';
import { expect } from './test';
import type { startServer, TestServer } from './server';
import { installCopy, type Installation } from './versions';

/** With a copy of the server of the test's own. */
const test = base.extend<{ installation: Installation }>({
  installation: async ({ playwright: _ }, use) => {
    const installation = installCopy();
    await use(installation);
    installation.remove();
  },
});

const portOf = (origin: string): string => new URL(origin).port;

/** Puts the next version in the place of the one that runs, at the same address. */
async function replace(
  running: TestServer,
  installation: Installation,
  start: typeof startServer,
): Promise<TestServer> {
  await running.stop();
  installation.replaceBy('0123456789abcdef');
  const { dataDir, origin } = running;
  return start({ dataDir, main: installation.main, env: { PORT: portOf(origin) } });
}

/** What a page does by itself each hour, and when it is looked at again. */
const lookForNews = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });

test('Chromium finds nothing that keeps it from being installed', async ({ profile, server }) => {
  const page = await profile.newPage();
  await page.goto(`${server.origin}/login`);
  await inCharge(page);
  const browser = await profile.newCDPSession(page);
  expect(await browser.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] });
  const manifest = await browser.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  const { appId } = await browser.send('Page.getAppId');
  expect(appId).toBe(`${server.origin}/`);
});

for (const lang of ['en', 'de'] as const) {
  test(`all that the ${lang} manifest names is there, and is what it says`, async ({ page, server }) => {
    await page.goto(`${server.origin}/login?lang=${lang}`);
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = (await (await page.request.get(href ?? '')).json()) as Manifest;
    expect(manifest).toMatchObject({ id: '/', lang, scope: '/', display: 'standalone' });
    expect(new Set(manifest.icons.map(({ purpose }) => purpose))).toEqual(new Set(['any', 'maskable']));
    expect(manifest.screenshots.map(({ form_factor: form }) => form)).toEqual(
      expect.arrayContaining(['narrow', 'wide']),
    );
    for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots]) {
      const size = await page.evaluate(async (address) => {
        const image = await createImageBitmap(await (await fetch(address)).blob());
        return `${image.width}x${image.height}`;
      }, src);
      expect(size, src).toBe(sizes);
    }
    expect(manifest.shortcuts).toHaveLength(4);
    await signIn(page, 'pablo', server.origin);
    for (const { url } of [{ url: manifest.start_url }, ...manifest.shortcuts]) {
      expect((await page.goto(url))?.status(), url).toBe(200);
    }
  });
}

interface Manifest {
  start_url: string;
  icons: { src: string; sizes: string; purpose: string }[];
  screenshots: { src: string; sizes: string; form_factor: string }[];
  shortcuts: { url: string }[];
}

test('started without a server it says so in its language, and goes on by itself when there is one', async ({
  profile,
  startServer,
  dataDir,
}) => {
  const server = await startServer({ dataDir });
  const page = await profile.newPage();
  await page.goto(`${server.origin}/login?lang=de`);
  await inCharge(page);
  await page.close();
  await server.stop();

  const started = await profile.newPage();
  await started.goto(`${server.origin}/chat`);
  await expect(started.getByRole('heading', { name: 'Keine Verbindung zum Server' })).toBeVisible();
  const kiosk = await profile.newPage();
  await kiosk.goto(`${server.origin}/kiosk/gate?device=gate-north&lang=en`);
  await expect(kiosk.getByRole('heading', { name: 'No line to the server' })).toBeVisible();

  await startServer({ dataDir, env: { PORT: portOf(server.origin) } });
  await expect(started).toHaveURL(/\/login/, { timeout: 10_000 });
  await expect(kiosk.locator('[data-kiosk=gate][data-state=idle]')).toBeVisible({ timeout: 10_000 });
});

test('a page that was on its way when the worker took charge hears of the next version, too', async ({
  profile,
  startServer,
  dataDir,
  installation,
}) => {
  const first = await startServer({ dataDir, main: installation.main });
  const late = await profile.newPage();
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const onItsWay = new Promise<void>((resolve) => {
    void late.route('**/login', async (route) => {
      resolve();
      await arrived;
      await route.continue();
    });
  });
  const coming = late.goto(`${first.origin}/login`).catch(() => null);
  await onItsWay;
  const page = await profile.newPage();
  await page.goto(`${first.origin}/login`);
  await inCharge(page);
  await page.close();
  arrive();
  expect((await coming)?.status()).toBe(200);
  await late.unrouteAll();
  await inCharge(late);

  await replace(first, installation, startServer);
  let loads = 0;
  late.on('load', () => loads++);
  await lookForNews(late);
  await late.locator('[data-update=waiting]').getByRole('button', { name: 'Load it' }).click();
  await expect.poll(() => loads, { timeout: 15_000 }).toBe(1);
});

test('what is kept for times without a line is nobody’s', async ({ profile, server }) => {
  const page = await profile.newPage();
  const data = { handle: 'a name that must not stay' };
  // Somebody is in before there is a worker: it is installed with their cookie at hand.
  expect((await page.request.post(`${server.origin}/auth/login`, { data })).ok()).toBe(true);
  await page.goto(`${server.origin}/chat`);
  await expect(page.locator('header').first()).toContainText(data.handle);
  await inCharge(page);
  const kept = await page.evaluate(async () => {
    const pages: [string, string][] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        if (response?.headers.get('content-type')?.includes('html')) {
          pages.push([new URL(request.url).pathname, await response.text()]);
        }
      }
    }
    return pages;
  });
  expect(kept.map(([path]) => path)).toEqual(['/offline', '/offline']);
  for (const [, text] of kept) expect(text).not.toContain(data.handle);
});

test('what pages are made of is kept, also what no page has needed yet, but no emulator', async ({
  profile,
  server,
}) => {
  const page = await profile.newPage();
  await page.goto(`${server.origin}/login`);
  await inCharge(page);
  const kiosk = await profile.newPage();
  await kiosk.goto(`${server.origin}/kiosk/gate?device=gate-north`);
  await kiosk.locator('[data-kiosk=gate][data-state=idle]').waitFor();
  const sources = await kiosk.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/_app/immutable/')),
  );
  expect(sources.length).toBeGreaterThan(3);
  const missing = await page.evaluate(async (names) => {
    const found = await Promise.all(names.map((name) => caches.match(name)));
    return names.filter((_, n) => !found[n]);
  }, sources);
  expect(missing).toEqual([expect.stringContaining('/workers/board-worker')]);
});

test('a new version is offered, loaded once when it is wanted, and nothing typed is lost', async ({
  profile,
  startServer,
  dataDir,
  installation,
}) => {
  const { main } = installation;
  const first = await startServer({ dataDir, main });
  const env = { PORT: portOf(first.origin) };
  const [page, other] = [await profile.newPage(), await profile.newPage()];
  const loads = new Map([page, other].map((each) => [each, 0]));
  for (const each of loads.keys()) each.on('load', () => loads.set(each, (loads.get(each) ?? 0) + 1));
  await signIn(page, 'mary', first.origin);
  const [chat, elsewhere] = [new ChatPage(page), new ChatPage(other)];
  for (const each of [chat, elsewhere]) await each.open(GENERAL, first.origin);
  for (const each of loads.keys()) await inCharge(each);
  await chat.composer().fill('half a sentence');
  await elsewhere.composer().fill('another half');
  for (const each of loads.keys()) loads.set(each, 0);

  const second = await replace(first, installation, startServer);
  await lookForNews(page);
  const offer = page.locator('[data-update=waiting]');
  await expect(offer).toContainText('There is a new version', { timeout: 10_000 });
  expect(await layoutFaults(page)).toEqual([]);
  // A message that has not arrived yet.
  await second.stop();
  await chat.composer().press('Enter');
  await expect(chat.pending).toHaveCount(1);
  await offer.getByRole('button', { name: 'Load it' }).click();
  await expect(page.locator('[data-update=held]')).toBeVisible();
  await chat.composer().fill('the next sentence');
  await page.waitForTimeout(1_000); // it would have been loaded by now
  expect(loads.get(page)).toBe(0);

  await startServer({ dataDir, main, env });
  await expect.poll(() => loads.get(page), { timeout: 15_000 }).toBe(1);
  await expect(chat.message('half a sentence')).toBeVisible();
  await expect(chat.pending).toHaveCount(0);
  await expect(chat.composer()).toHaveValue('the next sentence');
  // The other page is in the middle of a sentence: it waits, and says so.
  await expect(other.locator('[data-update=held]')).toBeVisible();
  expect(loads.get(other)).toBe(0);
  await elsewhere.composer().fill('');
  await expect.poll(() => loads.get(other)).toBe(1);
  await other.waitForTimeout(1_000); // a second time would follow at once
  expect([...loads.values()]).toEqual([1, 1]);
  await expect(page.locator('[data-update]')).toHaveCount(0);
});

test(
  'a gate takes a new version by itself, and not while somebody stands there',
  { tag: '@waits' },
  async ({ profile, startServer, dataDir, installation }) => {
    const first = await startServer({ dataDir, main: installation.main });
    const page = await profile.newPage();
    await page.goto(`${first.origin}/kiosk/gate?device=gate-north`);
    const idle = page.locator('[data-kiosk=gate][data-state=idle]');
    await idle.waitFor();
    await inCharge(page);
    await replace(first, installation, startServer);
    await idle.waitFor();
    let loads = 0;
    page.on('load', () => loads++);
    await lookForNews(page);
    for (let tap = 0; tap < 3; tap++) {
      await page.locator('[data-panel-card]').fill('04AA');
      await page.locator('[data-panel-tap]').click();
      await expect(page.locator('[data-state=denied]')).toBeVisible();
      await page.waitForTimeout(3_500);
    }
    expect(loads).toBe(0);
    // What is left in the panel's field is no reason to wait.
    await expect(page.locator('[data-panel-card]')).toHaveValue('04AA');
    await expect.poll(() => loads, { timeout: 20_000 }).toBe(1);
    await idle.waitFor();
  },
);

test(
  'a till takes a new version by itself, and not in the midst of a sale',
  { tag: '@waits' },
  async ({ profile, startServer, dataDir, installation }) => {
    const first = await startServer({ dataDir, main: installation.main });
    const page = await profile.newPage();
    const till = new SalesPage(page);
    await page.goto(`${first.origin}/kiosk/sales?device=sales-1`);
    await till.atStep('tap');
    await inCharge(page);
    await replace(first, installation, startServer);
    await page.locator('[data-kiosk=sales][data-step=tap]:not([data-trouble])').waitFor();
    let loads = 0;
    page.on('load', () => loads++);
    await till.tap('04AB');
    await till.atStep('choose');
    await lookForNews(page);
    await page.waitForTimeout(14_000); // longer than it is to be calm, not as long as it waits for somebody
    expect(loads).toBe(0);
    await till.atStep('choose');
    await till.cancel();
    await till.atStep('tap');
    await expect.poll(() => loads, { timeout: 20_000 }).toBe(1);
  },
);

test('an offer of the browser to install becomes a button, and no means no', async ({ page }) => {
  await page.goto('/');
  const hint = page.locator('[data-install]');
  await expect(hint).toHaveCount(0);
  await offerToInstall(page);
  await expect(hint).toHaveAttribute('data-install', 'prompt');
  await hint.getByRole('button', { name: 'Install' }).click();
  expect(await page.evaluate(() => 'asked' in window)).toBe(true);
  await expect(hint).toHaveCount(0);
});

test.describe('on an iPhone', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  });

  test('the hint says which menu to use, until it is waved away', async ({ page }) => {
    await page.goto('/?lang=de');
    const hint = page.locator('[data-install=ios-share]');
    await expect(hint).toContainText('Zum Home-Bildschirm');
    await hint.getByRole('button', { name: 'Ausblenden' }).click();
    await page.reload();
    await page.waitForLoadState('networkidle');
    await expect(hint).toHaveCount(0);
  });
});
