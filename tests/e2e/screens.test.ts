import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { v4, v7 } from 'uuid';
import { apiOf, newCard, request } from './api';
import { GENERAL } from '#domain/chat/room';
import { GatePage, SalesPage } from './kiosks';
import { fitsOnScreen, layoutFaults } from './layout';
import { offerToInstall, signIn } from './people';
import { login, openLine } from './sessions';
import { expect, test } from './test';

test.describe.configure({ mode: 'parallel' });
// Each test's browser would install the worker anew, which changes no layout.
test.use({ serviceWorkers: 'block' });

/** Where pictures go when they are asked for (`npm run pictures`). */
const pictures = process.env['TAPLINE_PICTURES'];

interface Looks {
  width: number;
  height: number;
  lang: 'en' | 'de';
}

const sizes = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
];
const everyLook: Looks[] = sizes.flatMap((size) =>
  (['en', 'de'] as const).map((lang) => ({ ...size, lang })),
);
const schemes = ['light', 'dark'] as const;
/** As long as names may be, without a place to break. */
const LONG_NAME = 'Donaudampfschifffahrtsgesellschaftskapit';

const onPhone = ({ width }: Looks): boolean => width < 600;

for (const looks of everyLook) {
  const { width, height, lang } = looks;

  test.describe(`at ${width}x${height}, light and dark, ${lang}`, () => {
    test.use({ viewport: { width, height }, locale: lang });
    const look = (page: Page, name: string) => inspect(page, looks, name);

    test('the gate is whole in every state', async ({ page, server }) => {
      const api = apiOf(server.origin);
      const [tenTrip, lastTrip] = [newCard(), newCard()];
      await Promise.all([tenTrip, lastTrip].map((cardId) => api.sell(cardId, 'TEN_TRIP')));
      for (let trip = 1; trip < 10; trip++) await api.tap(lastTrip);

      const gate = await new GatePage(page).open('gate-north', `&lang=${lang}`);
      await look(page, 'gate-idle');
      await gate.tap(tenTrip);
      await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9');
      await look(page, 'gate-granted');
      await gate.tap(lastTrip);
      await expect(gate.screen).toHaveAttribute('data-trips-remaining', '0');
      await look(page, 'gate-last-trip');
      await gate.tap(newCard());
      await expect(gate.screen).toHaveAttribute('data-state', 'denied');
      await look(page, 'gate-denied');
    });

    test('a kiosk is set up on whole pages', async ({ page }) => {
      await page.goto(`/kiosk/setup?device=gate-north&lang=${lang}`);
      await page.locator('[data-setup=device][data-done=true]').waitFor();
      await page.locator('[data-panel-demo-card]').first().click();
      await page.locator('[data-setup=card][data-done=true]').waitFor();
      await look(page, 'kiosk-setup');
      await page.getByRole('radio').first().check();
      await page.locator('[data-setup=device][data-done=false]').waitFor();
      await look(page, 'kiosk-setup-nothing');
      await page.goto(`/kiosk/bench?device=gate-south&lang=${lang}`);
      await page.locator('[data-counter=up]').waitFor();
      await look(page, 'kiosk-bench');
    });

    test('the till is whole at every step', { tag: '@waits' }, async ({ page }) => {
      const sales = await new SalesPage(page).open('sales-1', `&lang=${lang}`);
      const cardId = newCard();
      await look(page, 'sales-tap');
      await sales.tap(cardId);
      await sales.atStep('choose');
      await look(page, 'sales-choose');
      await sales.choose('TWO_HOUR');
      await sales.atStep('confirm');
      await look(page, 'sales-confirm');
      await sales.tap(cardId);
      await sales.atStep('issued');
      await look(page, 'sales-issued');
      await sales.tap(cardId);
      await sales.atStep('has-pass');
      await look(page, 'sales-has-pass');
      await sales.atStep('tap');
      await sales.tap(newCard());
      await sales.choose('TEN_TRIP');
      await sales.tap(newCard());
      await sales.atStep('mismatch');
      await look(page, 'sales-mismatch');
    });

    test('the monitor, the home page and the pages of trouble are whole', async ({ page, server }) => {
      const api = apiOf(server.origin);
      const cards = [newCard(), newCard(), newCard()];
      for (const [n, product] of ['SINGLE_USE', 'TEN_TRIP', 'TWO_HOUR'].entries()) {
        await api.sell(cards[n] ?? '', product);
        await api.tap(cards[n] ?? '', 'gate-north');
      }
      await api.tap(newCard(), 'gate-south');
      await signIn(page, 'pablo');
      await page.goto(`/monitor?lang=${lang}`);
      await page.locator('[data-event=denial]').first().waitFor();
      await look(page, 'monitor');
      await page.goto(`/?lang=${lang}`);
      await look(page, 'home');
      await offerToInstall(page);
      await page.locator('[data-install]').waitFor();
      await look(page, 'home-install');
      await page.route('**/offline.js', (route) => route.abort()); // it would go on by itself
      await page.goto(`/offline?lang=${lang}`);
      await look(page, 'offline');
      await page.goto(`/nowhere?lang=${lang}`);
      await look(page, 'not-found');
      await page.goto(`/kiosk/gate?device=nobody&lang=${lang}`);
      await look(page, 'kiosk-unknown');
    });

    test('the way in and the account are whole', async ({ page }) => {
      await page.goto(`/login?lang=${lang}`);
      await look(page, 'login');
      await page.locator('[name=handle]').fill(LONG_NAME + LONG_NAME);
      await page.locator('form[action*=guest] button[type=submit]').click();
      await page.locator('[aria-invalid=true]').waitFor();
      await look(page, 'login-refused');
      await page.goto('/join?invite=none');
      await look(page, 'join');
      await page.goto('/login');
      await page.locator('[name=handle]').fill(LONG_NAME);
      await page.locator('form[action*=guest] button[type=submit]').click();
      await page.waitForURL(/\/chat/);
      await page.goto('/account');
      await look(page, 'account');
    });

    test('the chat is whole with long names and long messages', async ({ page, startServer }) => {
      const { origin } = await startServer(); // whose rooms nobody else fills
      await signIn(page, 'mary', origin);
      await page.goto(`${origin}/chat/${GENERAL}?lang=${lang}`);
      await page.locator('[data-line=online]').waitFor();
      await page.getByText(/\d online/).waitFor();
      await look(page, 'chat-general');
      const talker = await login(origin, { handle: LONG_NAME });
      const { socket } = await openLine(origin, talker.sessionId);
      const roomId = v4();
      await request(socket, 'room:create', { id: roomId, name: LONG_NAME, kind: 'public' });
      for (const body of ['Hello', LONG_NAME.repeat(100), 'Two\n\nlines, and a third one']) {
        await request(socket, 'message:post', { roomId, id: v7(), body });
      }
      socket.disconnect();
      await page.goto(`${origin}/chat`);
      await page.locator('[data-line=online]').waitFor();
      await look(page, 'chat-rooms');
      await offerToInstall(page);
      await page.locator('[data-install]').waitFor();
      await look(page, 'chat-install');
      await page.goto(`${origin}/chat/${GENERAL}`);
      await page.locator('[data-line=online]').waitFor();
      await page.getByText(/\d online/).waitFor();
      await look(page, 'chat-general-long');
      await page.goto(`${origin}/chat/${roomId}`);
      await page.locator('[data-line=online]').waitFor();
      await look(page, 'chat-visit');
      await page.locator('.instead button').click();
      await page.locator('[data-composer]').fill(LONG_NAME.repeat(99));
      await page.locator('[data-left]').waitFor();
      await look(page, 'chat-writing');
      await page.locator('[data-composer]').press('Enter');
      await page.locator('[data-message-id][data-seq="4"]').waitFor();
      await look(page, 'chat-room');
    });
  });
}

test.describe('at 320 pixels, a small phone or a desk magnified four times', () => {
  const looks = { width: 320, height: 640, lang: 'de' } as const;
  test.use({ viewport: { width: looks.width, height: looks.height }, locale: looks.lang });

  test('the way in, the account and the chat are whole', async ({ page }) => {
    for (const path of ['login', 'join?invite=none']) {
      await page.goto(`/${path}`);
      await page.getByRole('button', { name: 'Passwort zeigen' }).waitFor();
      await inspect(page, looks, path);
    }
    await signIn(page, 'mary');
    for (const path of ['account', 'chat', `chat/${GENERAL}`]) {
      await page.goto(`/${path}`);
      await inspect(page, looks, path);
    }
  });
});

test('the monitor needs no scrolling at 1440x900', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, 'pablo');
  await page.goto('/monitor');
  await page.locator('[data-total=TEN_TRIP]').waitFor();
  expect(await layoutFaults(page)).toEqual([]);
  const scrolls = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(scrolls).toBeLessThanOrEqual(0);
});

/** Judges the page as it stands, light and dark, and takes its pictures when pictures are wanted. */
async function inspect(page: Page, looks: Looks, name: string): Promise<void> {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    await settle(page);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: `${pictures}/${name}-${looks.width}-${scheme}-${looks.lang}.png` });
    }
    expect(await layoutFaults(page), `${name}, ${scheme}`).toEqual([]);
  }
  const kiosk = page.locator('[data-kiosk]');
  if (!onPhone(looks) && (await kiosk.count()) > 0) {
    expect(await fitsOnScreen(page, '[data-kiosk]'), `${name} fits on the screen`).toBe(true);
  }
}

/** Until nothing moves any more, lamps and clocks aside. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const moving = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
