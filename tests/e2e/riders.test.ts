import { amount } from '../kit/deep';
import { apiOf, newCard } from './api';
import { GatePage } from './kiosks';
import { expect, test } from './test';

const RIDERS_A_MINUTE = 25;
const MINUTES = amount(1, 10);

test(
  '25 riders a minute pass a gate of real firmware, each once',
  { tag: '@waits' },
  async ({ page, server }) => {
    test.setTimeout(60_000 + MINUTES * 70_000);
    const api = apiOf(server.origin);
    const cards = Array.from({ length: RIDERS_A_MINUTE * MINUTES }, newCard);
    for (const cardId of cards) await api.sell(cardId, 'TEN_TRIP');
    const gate = await new GatePage(page).open('gate-south');
    const pulses = async () => Number(await gate.relay().getAttribute('data-pulses'));
    const before = await pulses();

    const began = Date.now();
    for (const [rider, cardId] of cards.entries()) {
      await page.waitForTimeout(Math.max(0, began + rider * (60_000 / RIDERS_A_MINUTE) - Date.now()));
      const last = await gate.screen.getAttribute('data-tap-id');
      await gate.tap(cardId);
      await expect(gate.screen).not.toHaveAttribute('data-tap-id', last ?? '');
      await expect(gate.screen).toHaveAttribute('data-trips-remaining', '9');
    }

    await expect.poll(pulses).toBe(before + cards.length);
    for (const cardId of cards) expect((await api.card(cardId)).pass?.tripsRemaining).toBe(9);
  },
);
