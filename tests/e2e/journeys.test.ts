import type { Page } from 'playwright/test';
import { apiOf, connect, newCard, request } from './api';
import { GatePage, SalesPage, wedge } from './kiosks';
import { expect, test } from './test';

test.describe('selling', () => {
  test('a single trip with a keyboard-wedge reader and a touch', async ({ page, server }) => {
    const sales = await new SalesPage(page).open();
    const cardId = newCard();
    await wedge(page, cardId);
    await sales.atStep('choose');
    await expect(sales.screen).toHaveAttribute('data-prompt', 'select-a-pass');
    await sales.choose('SINGLE_USE');
    await sales.atStep('confirm');
    await expect(sales.screen).toHaveAttribute('data-prompt', 'tap-card-to-confirm');
    await wedge(page, cardId);
    await sales.atStep('issued');
    await expect(sales.screen).toHaveAttribute('data-prompt', 'thank-you-single-trip-pass');
    expect((await apiOf(server.origin).card(cardId)).pass).toMatchObject({ product: 'SINGLE_USE' });
  });

  test('ten trips with the panel and its second button', async ({ page, server }) => {
    const sales = await new SalesPage(page).open();
    const cardId = newCard();
    await sales.tap(cardId);
    await sales.atStep('choose');
    await page.locator('[data-panel-button="2"]').click();
    await sales.atStep('confirm');
    await sales.tap(cardId);
    await sales.atStep('issued');
    await expect(sales.screen).toHaveAttribute('data-prompt', 'thank-you-ten-trip-pass');
    expect((await apiOf(server.origin).card(cardId)).pass).toMatchObject({ tripsRemaining: 10 });
  });

  test('two hours with the keyboard alone', async ({ page, server }) => {
    const sales = await new SalesPage(page).open();
    const cardId = newCard();
    await wedge(page, cardId);
    await sales.atStep('choose');
    await page.locator('[data-product=TWO_HOUR]').focus();
    await page.keyboard.press('Enter');
    await sales.atStep('confirm');
    await wedge(page, cardId);
    await sales.atStep('issued');
    await expect(sales.screen).toHaveAttribute('data-prompt', 'thank-you-two-hour-pass');
    expect((await apiOf(server.origin).card(cardId)).pass).toMatchObject({ secondsRemaining: 7200 });
  });
});

test.describe('a sale that writes nothing', { tag: '@waits' }, () => {
  /** The log after `work` joins on to the log before it, with no event of these cards. */
  async function writesNothing(origin: string, cards: string[], work: () => Promise<void>): Promise<void> {
    const socket = await connect(origin);
    const { cursor } = await request(socket, 'monitor:watch', {});
    await work();
    const { events, reset } = await request(socket, 'monitor:watch', { cursor });
    expect([reset, events.filter(({ cardId }) => cards.includes(cardId))]).toEqual([false, []]);
    socket.disconnect();
  }

  test('for a card that has a pass', async ({ page, server }) => {
    const cardId = newCard();
    await apiOf(server.origin).sell(cardId, 'TEN_TRIP');
    await writesNothing(server.origin, [cardId], async () => {
      const sales = await new SalesPage(page).open();
      await sales.tap(cardId);
      await sales.atStep('has-pass');
      await expect(sales.screen).toHaveAttribute('data-prompt', 'card-already-has-pass');
      await sales.atStep('tap');
    });
  });

  test('for another card at the second tap', async ({ page, server }) => {
    const [first, second] = [newCard(), newCard()];
    await writesNothing(server.origin, [first, second], async () => {
      const sales = await new SalesPage(page).open();
      await sales.tap(first);
      await sales.atStep('choose');
      await sales.choose('TEN_TRIP');
      await sales.tap(second);
      await sales.atStep('mismatch');
      await expect(sales.screen).toHaveAttribute('data-prompt', 'mismatch-cancel');
      await sales.atStep('tap');
    });
    for (const cardId of [first, second]) {
      expect((await apiOf(server.origin).card(cardId)).pass).toBeNull();
    }
  });

  test('for a rider who cancels', async ({ page, server }) => {
    const cardId = newCard();
    await writesNothing(server.origin, [cardId], async () => {
      const sales = await new SalesPage(page).open();
      await sales.tap(cardId);
      await sales.choose('TWO_HOUR');
      await sales.atStep('confirm');
      await sales.cancel();
      await sales.atStep('tap');
    });
  });

  test('for a rider who walks away for thirty seconds', async ({ page, server }) => {
    const cardId = newCard();
    await writesNothing(server.origin, [cardId], async () => {
      const sales = await new SalesPage(page).open();
      await sales.tap(cardId);
      await sales.choose('TEN_TRIP');
      await sales.atStep('confirm');
      const before = Date.now();
      await page.locator('[data-step=timeout]').waitFor({ timeout: 40_000 });
      expect(Date.now() - before).toBeGreaterThan(28_000);
      await expect(sales.screen).toHaveAttribute('data-prompt', 'timed-out');
      await sales.atStep('tap');
    });
  });
});

test.describe('the gate', () => {
  test('lets in for five seconds of green, with one pulse, then is red again', async ({ page, server }) => {
    const cardId = newCard();
    await apiOf(server.origin).sell(cardId, 'TEN_TRIP');
    const gate = await new GatePage(page).open();
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'true');
    await gate.tap(cardId);
    await expect(gate.screen).toHaveAttribute('data-state', 'granted');
    const since = Date.now();
    await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9');
    await expect(gate.screen).toHaveAttribute('data-prompt', 'access-granted');
    await expect(gate.lamp('green')).toHaveAttribute('data-lit', 'true');
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'false');
    await expect(gate.relay()).toHaveAttribute('data-pulses', '1');
    await expect(gate.screen).toHaveAttribute('data-state', 'idle', { timeout: 8_000 });
    expect(Date.now() - since).toBeGreaterThan(4_500);
    expect(Date.now() - since).toBeLessThan(6_500);
    await expect(gate.lamp('green')).toHaveAttribute('data-lit', 'false');
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'true');
  });

  test('denies with four red flashes and the buzzer, even in the middle of green', async ({
    page,
    server,
  }) => {
    const cardId = newCard();
    await apiOf(server.origin).sell(cardId, 'SINGLE_USE');
    const gate = await new GatePage(page).open('gate-south');
    await gate.tap(cardId);
    await expect(gate.screen).toHaveAttribute('data-state', 'granted');
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'false'); // the board hears of it after the screen
    const lights = await recordLamp(page, 'red');
    await gate.tap(newCard());
    await expect(gate.screen).toHaveAttribute('data-state', 'denied', { timeout: 1_000 });
    await expect(gate.screen).toHaveAttribute('data-reason', 'no_pass');
    await expect(gate.screen).toHaveAttribute('data-prompt', 'access-denied');
    await expect(gate.lamp('green')).toHaveAttribute('data-lit', 'false');
    await expect(page.locator('[data-panel-buzzer]')).toHaveAttribute('data-tones', '2');
    await expect(gate.screen).toHaveAttribute('data-state', 'idle', { timeout: 8_000 });
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'true');
    // Lit and dark in turn: four flashes, then steady.
    expect(await lights()).toEqual([
      'true',
      'false',
      'true',
      'false',
      'true',
      'false',
      'true',
      'false',
      'true',
    ]);
    await expect(gate.relay()).toHaveAttribute('data-pulses', '1');
  });

  test('repeats its answer to a card held up twice, without another pulse', async ({ page, server }) => {
    const cardId = newCard();
    await apiOf(server.origin).sell(cardId, 'TEN_TRIP');
    const gate = await new GatePage(page).open();
    await gate.tap(cardId);
    await expect(gate.screen).toHaveAttribute('data-state', 'granted');
    const first = await gate.screen.getAttribute('data-tap-id');
    await page.waitForTimeout(500); // until the panel has taken the card away
    await gate.tap(cardId);
    await expect(gate.screen).not.toHaveAttribute('data-tap-id', first ?? '');
    await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9');
    await expect(gate.relay()).toHaveAttribute('data-pulses', '1');
    expect((await apiOf(server.origin).card(cardId)).pass).toMatchObject({ tripsRemaining: 9 });
  });

  test('admits to the tenth trip and denies the eleventh', async ({ page, server }) => {
    const cardId = newCard();
    const api = apiOf(server.origin);
    await api.sell(cardId, 'TEN_TRIP');
    const gate = await new GatePage(page).open();
    await wedge(page, cardId);
    await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9');
    for (let trip = 2; trip < 10; trip++) await api.tap(cardId);
    await gate.open('gate-south');
    await wedge(page, cardId);
    await expect(gate.screen).toHaveAttribute('data-trips-remaining', '0');
    await expect(gate.screen).toHaveAttribute('data-prompt', 'last-trip');
    await page.waitForTimeout(3_100); // the re-tap grace
    await wedge(page, cardId);
    await expect(gate.screen).toHaveAttribute('data-state', 'denied');
    await expect(gate.screen).toHaveAttribute('data-reason', 'used_up');
  });

  test('turns the lamps off when its page closes', async ({ page }) => {
    const gate = await new GatePage(page).open();
    await expect(page.locator('[data-panel-tap]')).toBeEnabled(); // before, the board burns red by itself
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'true');
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
    await expect(gate.lamp('red')).toHaveAttribute('data-lit', 'false');
  });

  test('says what is wrong with an address that names no device', async ({ page }) => {
    for (const query of ['', '?device=', '?device=sales-1', '?device=../..', '?device=gate-west']) {
      await page.goto(`/kiosk/gate${query}`);
      await expect(page.locator('body')).toContainText(/device|gate/i);
      await expect(page.locator('[data-kiosk=gate][data-state=idle]')).toHaveCount(0);
    }
  });
});

/** Notes how a lamp changes from now on; the returned function gives the notes. */
async function recordLamp(page: Page, color: string): Promise<() => Promise<string[]>> {
  await page.evaluate((lampColor) => {
    const lamp = document.querySelector(`[data-panel-lamp=${lampColor}]`);
    const notes: (string | null)[] = [];
    Object.assign(window, { lampNotes: notes });
    new MutationObserver(() => {
      const lit = lamp?.getAttribute('data-lit') ?? null;
      if (notes.at(-1) !== lit) notes.push(lit);
    }).observe(lamp as Element, { attributeFilter: ['data-lit'] });
  }, color);
  return () => page.evaluate(() => (window as unknown as { lampNotes: string[] }).lampNotes);
}
