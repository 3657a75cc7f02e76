import type { Page } from 'playwright/test';
import { apiOf, newCard } from './api';
import { GatePage, SalesPage, wedge } from './kiosks';
import { giveNfc, holdToPhone, takeSerialAway } from './phone';
import { expect, test } from './test';

const step = (page: Page, name: string) => page.locator(`[data-setup=${name}]`);
const isDone = (page: Page, name: string) => expect(step(page, name)).toHaveAttribute('data-done', 'true');

test('a gate is set up step by step, and its page begins with what was chosen', async ({ page }) => {
  const cardId = newCard();
  await page.goto('/kiosk/setup?device=gate-north');
  await page.getByRole('radio', { name: 'On-screen board' }).check();
  await isDone(page, 'device');

  const name = page.getByRole('textbox', { name: 'Name of the board' });
  await name.fill('gate north');
  await page.getByRole('button', { name: 'Give it this name' }).click();
  await expect(page.getByText('The board did not take this name')).toBeVisible();
  await name.fill('north-1');
  await page.getByRole('button', { name: 'Give it this name' }).click();
  await isDone(page, 'name');
  await expect(step(page, 'name')).toContainText('This board is north-1.');

  await page.locator('[data-panel-card]').fill('08A1B2C3');
  await page.locator('[data-panel-tap]').click();
  await expect(step(page, 'card')).toContainText('Please use a card');
  await page.locator('[data-panel-card]').fill(cardId);
  await page.locator('[data-panel-tap]').click();
  await isDone(page, 'card');
  await expect(step(page, 'card')).toContainText(cardId);

  for (const lamp of ['red', 'amber', 'green']) {
    await page.locator(`[data-try-lamp=${lamp}]`).click();
    await expect(page.locator(`[data-panel-lamp=${lamp}]`)).toHaveAttribute('data-lit', 'true');
  }
  for (const key of [1, 2, 3]) await page.locator(`[data-panel-button="${key}"]`).click();
  await isDone(page, 'lamps');
  await page.getByRole('button', { name: 'Buzzer' }).click();
  await expect(page.locator('[data-panel-buzzer]')).toHaveAttribute('data-tones', '2');

  await page.getByRole('button', { name: 'Play' }).click();
  await isDone(page, 'sound');
  await page.getByRole('button', { name: 'Open once' }).click();
  await expect(page.locator('[data-panel-relay]')).toHaveAttribute('data-pulses', '1');
  await isDone(page, 'gate');

  await page.getByRole('link', { name: 'Open the gate' }).click();
  const gate = new GatePage(page);
  await gate.tap(cardId);
  await expect(gate.screen).toHaveAttribute('data-reason', 'no_pass');
});

test('a reader that writes its own way is understood by a card that is known', async ({ page }) => {
  await page.goto('/kiosk/setup?device=gate-south');
  await page.getByRole('radio', { name: 'Reader that types' }).check();
  const number = page.getByRole('textbox', { name: 'Number of the known card' });
  const start = page.getByRole('button', { name: 'Then hold it up' });
  const typedBy = async (uid: string, typed: string) => {
    await number.fill(uid);
    await start.click();
    await expect(page.getByText('Hold this card to the reader now')).toBeVisible();
    await wedge(page, typed);
  };
  await number.fill('hello');
  await start.click();
  await expect(page.getByText('This is no number of a card')).toBeVisible();
  await typedBy('5A1B2C3D', '11223344');
  await expect(page.getByText('does not belong to this number')).toBeVisible();
  await typedBy('5A1B1B5A', '5A1B1B5A');
  await expect(page.getByText('reads the same from both ends')).toBeVisible();
  await typedBy('5A1B2C3D', '3D2C1B5A');
  await isDone(page, 'calibration');
  await expect(step(page, 'calibration')).toContainText('Hex, last byte first');

  const cardId = newCard();
  const gate = await new GatePage(page).open('gate-south');
  await wedge(page, (cardId.match(/../g) ?? []).reverse().join(''));
  await expect(gate.screen).toHaveAttribute('data-reason', 'no_pass');
  await wedge(page, 'C3B2A108'); // 08A1B2C3
  await expect(gate.screen).toHaveAttribute('data-reason', 'unreadable');
});

test('a reader that types needs nothing, and a device that is not there is told', async ({ page }) => {
  await page.goto('/kiosk/setup?device=gate-south');
  await page.getByRole('radio', { name: 'Reader that types' }).check();
  await isDone(page, 'device');
  await wedge(page, '04A1B2C3D4E5F6');
  await expect(step(page, 'card')).toContainText('04A1B2C3D4E5F6');
  await expect(step(page, 'lamps')).toContainText('neither lamps nor buttons');

  await page.getByRole('radio', { name: 'Tapline board' }).check();
  await expect(step(page, 'device')).toContainText('No device chosen yet');
  await expect(step(page, 'device')).toContainText('Staff can mend this here.');
  await expect(step(page, 'device')).toHaveAttribute('data-done', 'false');
  // The gate says so, too, and works with what there is.
  const gate = await new GatePage(page).open('gate-south');
  await expect(page.locator('[data-device-fault=no-permission]')).toContainText('No device chosen yet');
  await wedge(page, newCard());
  await expect(gate.screen).toHaveAttribute('data-reason', 'no_pass');
});

test('a phone reads cards by itself once that is allowed, and lets a rider through', async ({
  page,
  server,
}) => {
  await giveNfc(page, ['dismissed', 'granted']);
  await page.goto('/kiosk/setup?device=gate-south');
  await page.getByRole('radio', { name: 'This phone' }).check();
  await expect(step(page, 'device')).toContainText('This page may not read cards yet');
  await expect(step(page, 'device')).toContainText('Press the button and allow it.');
  await page.getByRole('button', { name: 'Let this page read cards' }).click();
  await isDone(page, 'device');
  await holdToPhone(page, '08A1B2C3');
  await expect(step(page, 'card')).toContainText('Please use a card');
  const cardId = newCard();
  await holdToPhone(page, cardId);
  await expect(step(page, 'card')).toContainText(cardId);

  await apiOf(server.origin).sell(cardId, 'SINGLE_USE');
  const gate = await new GatePage(page).open('gate-south');
  await holdToPhone(page, cardId);
  await expect(gate.screen).toHaveAttribute('data-state', 'granted');
});

test('a phone is offered where the browser can read with it, and says at the gate what it lacks', async ({
  page,
}) => {
  await page.goto('/kiosk/setup?device=gate-south');
  await expect(page.getByRole('radio', { name: 'Reader that types' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'This phone' })).toHaveCount(0);
  await giveNfc(page, ['dismissed']);
  await page.reload();
  await page.getByRole('radio', { name: 'This phone' }).check();
  await new GatePage(page).open('gate-south');
  await expect(page.locator('[data-device-fault=no-permission]')).toContainText('may not read cards yet');
});

test('where there is no Web Serial, the board is looked for over WebUSB', async ({ page }) => {
  const asked = await takeSerialAway(page);
  await page.goto('/kiosk/setup?device=gate-south');
  await page.getByRole('radio', { name: 'Tapline board' }).check();
  await expect(step(page, 'device')).toContainText('No device chosen yet');
  await page.getByRole('button', { name: 'Choose the USB device' }).click();
  await expect(step(page, 'device')).toContainText('The device could not be opened');
  expect(asked).toEqual([{ filters: [{ classCode: 2 }] }]);
});

test('the bench counts, and keeps a log that can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/kiosk/bench?device=gate-north');
  const log = page.getByRole('list', { name: 'Log' });
  await expect(page.locator('[data-counter=up] dd')).not.toHaveText('');
  await page.locator('[data-panel-demo-card]').first().click();
  await expect(log).toContainText('CARD uid=04B1E7A2C91D80');
  await page.getByRole('button', { name: 'Restart the board' }).click();
  await expect(log).toContainText('BOOT boot=2 rst=RST');
  await page.getByRole('button', { name: 'Copy the log' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^ +\d+\.\d{3} {2}→ >1 HI v=1 t=gate\*5B8F$/m);
  expect(copied).toMatch(/← !\d+ CARD uid=04B1E7A2C91D80 atqa=0044 sak=00\*[0-9A-F]{4}/);
});

test('a gate of the street loads little, and no emulator until that is chosen', async ({
  page,
  startServer,
}) => {
  const { origin } = await startServer({ env: { TAPLINE_DEMO: '0' } });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
  const kinds = new Map<string, string>();
  let bytes = 0;
  devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (['Document', 'Script', 'Stylesheet', 'Font'].includes(kinds.get(requestId) ?? ''))
      bytes += encodedDataLength;
  });
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));

  await page.goto(`${origin}/kiosk/gate?device=north`);
  await page.locator('[data-kiosk=gate]').waitFor();
  await page.waitForLoadState('networkidle');
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes / 1024).toBeLessThanOrEqual(120);
  expect(workers).toEqual([]);
  await expect(page.locator('[data-panel]')).toHaveCount(0);

  await page.goto(`${origin}/kiosk/setup?device=north`);
  await page.getByRole('radio', { name: 'On-screen board' }).check();
  await isDone(page, 'device');
  await page.goto(`${origin}/kiosk/gate?device=north`);
  await expect(page.locator('[data-panel-tap]')).toBeEnabled();
  expect(workers.at(-1)).toContain('board-worker');
});

test('an emulated board whose program did not come is asked for again, and begins by itself', async ({
  page,
}) => {
  let asked = 0;
  await page.route(/board-worker/, async (route) => {
    asked += 1;
    if (asked === 1) await route.abort();
    else await route.continue();
  });
  const gate = await new GatePage(page).open();
  await gate.tap(newCard());
  await expect(gate.screen).toHaveAttribute('data-reason', 'no_pass', { timeout: 15_000 });
  expect(asked).toBe(2);
});

test('a printer at a serial port has a speed, and prints nowhere before its port is chosen', async ({
  page,
}) => {
  await page.goto('/kiosk/setup?device=sales-1');
  const printer = step(page, 'printer');
  await expect(printer.getByLabel('Bits a second')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Printer on a serial port' }).check();
  await printer.getByLabel('Bits a second').selectOption('38400');
  await expect(printer.locator('svg')).toContainText('Ten-trip pass');
  await page.getByRole('button', { name: 'Print a test' }).click();
  await expect(printer.locator('[data-receipt=not-printed]')).toContainText('No device chosen yet');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Printer on a serial port' })).toBeChecked();
  await expect(printer.getByLabel('Bits a second')).toHaveValue('38400');
  await page.getByRole('radio', { name: 'No printer' }).check();
  await expect(printer.getByLabel('Paper')).toHaveCount(0);
});

test('a till without its printer sells all the same, and says that there is no receipt', async ({ page }) => {
  await page.goto('/kiosk/setup?device=sales-1');
  await expect(page.locator('[data-setup=gate]')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Printer on USB' }).check();
  await page.getByLabel('Paper').selectOption('58');
  const preview = step(page, 'printer').locator('svg');
  await expect(preview).toContainText('Ten-trip pass');
  await expect(preview).toContainText('€24.00');
  await page.getByRole('button', { name: 'Print a test' }).click();
  await expect(step(page, 'printer').locator('[data-receipt=not-printed]')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Paper')).toHaveValue('58');

  const sales = await new SalesPage(page).open();
  const cardId = newCard();
  await sales.tap(cardId);
  await sales.choose('SINGLE_USE');
  await sales.tap(cardId);
  await sales.atStep('issued');
  await expect(page.locator('[data-receipt=not-printed]')).toContainText('There is no receipt');
});
