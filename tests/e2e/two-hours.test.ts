import { apiOf, newCard } from './api';
import { GatePage, SalesPage } from './kiosks';
import { startShiftedServer } from './shifted-server';
import { expect, test } from './test';

const MINUTE = 60_000;

test('a two-hour pass lives from its first use to its end', { tag: '@waits' }, async ({ page, context }) => {
  const server = await startShiftedServer();
  const api = apiOf(server.origin);
  const cardId = newCard();

  const sales = new SalesPage(page);
  await page.goto(`${server.origin}/kiosk/sales?device=sales-1`);
  await sales.atStep('tap');
  await sales.tap(cardId);
  await sales.choose('TWO_HOUR');
  await sales.tap(cardId);
  await sales.atStep('issued');

  // Sold in the morning, first used in the evening: the window begins with the use.
  const evening = 9 * 60 * MINUTE;
  server.shift(evening);
  const gate = new GatePage(await context.newPage());
  await gate.page.goto(`${server.origin}/kiosk/gate?device=gate-north`);
  await expect(gate.screen).toHaveAttribute('data-state', 'idle');
  await gate.tap(cardId);
  await expect(gate.screen).toHaveAttribute('data-state', 'granted');
  expect((await api.card(cardId)).pass?.secondsRemaining).toBeGreaterThan(7_190);

  server.shift(evening + 119 * MINUTE);
  await expect(gate.screen).toHaveAttribute('data-state', 'idle', { timeout: 8_000 });
  await gate.tap(cardId);
  await expect(gate.screen).toHaveAttribute('data-state', 'granted');
  await expect(gate.screen).toContainText('1 min');
  await expect(gate.relay()).toHaveAttribute('data-pulses', '2');

  server.shift(evening + 120 * MINUTE);
  await gate.tap(cardId);
  await expect(gate.screen).toHaveAttribute('data-state', 'denied');
  await expect(gate.screen).toHaveAttribute('data-reason', 'expired');
  expect((await api.card(cardId)).pass).toBeNull();

  // The card may be sold a new pass.
  await sales.atStep('tap');
  await sales.tap(cardId);
  await sales.atStep('choose');

  await server.stop();
});
