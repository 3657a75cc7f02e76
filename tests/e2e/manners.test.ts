import { newCard } from './api';
import { GatePage, SalesPage, wedge } from './kiosks';
import { signIn } from './people';
import { expect, test } from './test';

test('a demo device has the right page only, even before it is paired', async ({ page, startServer }) => {
  const server = await startServer();
  for (const path of ['/kiosk/gate?device=sales-1', '/kiosk/sales?device=gate-north']) {
    expect((await page.goto(server.origin + path))?.status()).toBe(400);
    await expect(page.locator('[data-kiosk]')).toHaveCount(0);
  }
});

test('a new kiosk pairs without an error, and is called by its name', async ({ page, startServer }) => {
  const server = await startServer();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.goto(`${server.origin}/kiosk/gate?device=gate-north`);
  const gate = new GatePage(page);
  await expect(gate.screen).toHaveAttribute('data-state', 'idle');
  await expect(gate.screen).toContainText('North gate');
  expect(errors).toEqual([]);
});

test('a sale by keyboard: each step is one Tab key away', async ({ page }) => {
  const sales = await new SalesPage(page).open();
  const cardId = newCard();
  await wedge(page, cardId);
  await sales.atStep('choose');
  await page.waitForTimeout(100); // some readers end with a Tab of their own, at once
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-product=SINGLE_USE]')).toBeFocused();
  await page.keyboard.press('Enter');
  await sales.atStep('confirm');
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-action=cancel]')).toBeFocused();
  await page.keyboard.press('Enter');
  await sales.atStep('tap');
  await wedge(page, cardId);
  await sales.atStep('choose');
  await page.waitForTimeout(100); // some readers end with a Tab of their own, at once
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-product=SINGLE_USE]')).toBeFocused();
});

test('the feed’s button keeps the focus through pause and resume', async ({ page, context }) => {
  const gate = await new GatePage(await context.newPage()).open();
  await gate.tap(newCard());
  await signIn(page, 'pablo');
  await page.goto('/monitor');
  const button = page.getByRole('button', { name: 'Pause' });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button).toBeFocused();
});

test('on a phone the answer comes into sight after a tap on the on-screen device', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const gate = await new GatePage(page).open();
  await gate.tap(newCard());
  await expect(gate.screen).toHaveAttribute('data-state', 'denied');
  await expect(gate.screen.getByRole('heading')).toBeInViewport({ ratio: 1 });
  await expect(gate.screen.locator('header')).toBeInViewport({ ratio: 1 });
});

test('a kiosk that is left lets go of its line', async ({ page }) => {
  const closed: string[] = [];
  page.on('websocket', (socket) => socket.on('close', () => closed.push(socket.url())));
  const gate = await new GatePage(page).open();
  await expect(gate.screen).toContainText('Tap your card');
  await page.getByRole('link', { name: /Tapline/ }).click();
  await page.getByRole('heading', { level: 1, name: /Run a line/ }).waitFor();
  await expect.poll(() => closed.length).toBe(1);
});

test('a press is not moved away from under the finger when the sound wakes in the midst of it', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  // When the sound wakes is for the browser to say, and differs; here it is for the test.
  await page.addInitScript(() => {
    let state = 'suspended';
    const resume = () => Promise.resolve();
    Object.defineProperties(AudioContext.prototype, {
      state: { get: () => state },
      resume: { value: resume },
    });
    globalThis.AudioContext = class extends AudioContext {
      constructor() {
        super();
        addEventListener('sound-wakes', () => {
          state = 'running';
          this.dispatchEvent(new Event('statechange'));
        });
      }
    };
  });
  const sales = await new SalesPage(page).open();
  const asleep = sales.screen.getByRole('img', { name: /^Sound is off/ });
  const header = async () => (await sales.screen.locator('header').boundingBox())?.height;
  await expect(asleep).toBeVisible();
  const height = await header();
  await page.locator('[data-panel-card]').fill(newCard());
  await page.locator('[data-panel-tap]').hover();
  await page.mouse.down();
  await page.evaluate(() => dispatchEvent(new Event('sound-wakes')));
  await expect(asleep).toHaveCount(0); // what is not seen has no role
  expect(await header()).toBe(height);
  await page.mouse.up();
  await sales.atStep('choose');
});
