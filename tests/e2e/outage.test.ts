import type { Locator } from 'playwright/test';
import { apiOf, connect, newCard, request } from './api';
import { GatePage, SalesPage } from './kiosks';
import { expect, test } from './test';

test(
  'a gate whose server is killed says so, comes back by itself, and charges once',
  { tag: '@waits' },
  async ({ page, startServer, dataDir }) => {
    const first = await startServer({ dataDir });
    const env = { PORT: new URL(first.origin).port };
    const cardId = newCard();
    await apiOf(first.origin).sell(cardId, 'TEN_TRIP');
    const gate = new GatePage(page);
    await page.goto(`${first.origin}/kiosk/gate?device=gate-north`);
    await expect(gate.screen).toHaveAttribute('data-state', 'idle');

    await first.kill();
    await gate.tap(cardId);
    await page.waitForTimeout(3_500); // a tap waits three seconds for its decision
    await expect(gate.screen).toHaveAttribute('data-state', 'error');
    await expect(gate.relay()).toHaveAttribute('data-pulses', '0');

    const second = await startServer({ env, dataDir });
    await expect(gate.screen).toHaveAttribute('data-state', 'idle', { timeout: 15_000 });
    await gate.tap(cardId);
    await expect(gate.screen).toHaveAttribute('data-state', 'granted');
    await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9');
    await expect(gate.relay()).toHaveAttribute('data-pulses', '1');

    const socket = await connect(second.origin);
    const { events } = await request(socket, 'monitor:watch', {});
    expect(events.filter(({ type }) => type === 'journey')).toHaveLength(1);
    socket.disconnect();
  },
);

test(
  'a gate rides out a restart: the tap under way is decided as soon as the server is back',
  { tag: '@waits' },
  async ({ page, startServer, dataDir }) => {
    const first = await startServer({ dataDir });
    const env = { PORT: new URL(first.origin).port };
    const cardId = newCard();
    await apiOf(first.origin).sell(cardId, 'TEN_TRIP');
    const gate = new GatePage(page);
    await page.goto(`${first.origin}/kiosk/gate?device=gate-north`);
    await expect(gate.screen).toHaveAttribute('data-state', 'idle');
    // Without a line until the new server is up, however long it takes to start: a tap waits three seconds, not longer.
    await page.context().setOffline(true);
    await first.kill();
    await startServer({ env, dataDir });
    await gate.tap(cardId);
    await expect(gate.relay()).toHaveAttribute('data-pulses', '0');
    await page.context().setOffline(false);
    await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9', { timeout: 3_000 });
    await expect(gate.relay()).toHaveAttribute('data-pulses', '1');
  },
);

test(
  'a sale whose server is killed before the second tap is completed by the next one, once',
  { tag: '@waits' },
  async ({ page, startServer, dataDir }) => {
    const first = await startServer({ dataDir });
    const env = { PORT: new URL(first.origin).port };
    const cardId = newCard();
    const sales = new SalesPage(page);
    await page.goto(`${first.origin}/kiosk/sales?device=sales-1`);
    await sales.atStep('tap');
    await sales.tap(cardId);
    await sales.choose('TEN_TRIP');
    await sales.atStep('confirm');

    const steps = await watchSteps(sales.screen);

    await first.kill();
    await sales.tap(cardId);
    const second = await startServer({ env, dataDir });
    // Completed by itself, or by another tap where the till has given up waiting; its thanks pass by.
    await expect(async () => {
      if ((await sales.screen.getAttribute('data-step')) === 'confirm') await sales.tap(cardId);
      expect(await steps()).toContain('issued');
    }).toPass({ timeout: 20_000, intervals: [500] });
    expect((await apiOf(second.origin).card(cardId)).pass).toMatchObject({ tripsRemaining: 10 });
    const socket = await connect(second.origin);
    const { events } = await request(socket, 'monitor:watch', {});
    expect(events.filter(({ type }) => type === 'sale')).toHaveLength(1);
    socket.disconnect();
  },
);

/** Every step that a till shows from now on. */
async function watchSteps(screen: Locator): Promise<() => Promise<string[]>> {
  const steps = await screen.evaluateHandle((element) => {
    const shown: string[] = [];
    const note = () => shown.push((element as HTMLElement).dataset['step'] ?? '');
    new MutationObserver(note).observe(element, { attributeFilter: ['data-step'] });
    return shown;
  });
  return () => steps.jsonValue();
}
