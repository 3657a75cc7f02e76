import type { Page } from 'playwright';
import { v7 } from 'uuid';
import { openProfile } from '../kit/browser';
import { newCardId } from '../kit/gate';
import { openLine, request } from '../kit/line';
import { startTapline } from '../kit/tapline';
import { repeat } from '../measure/alternate';
import { quantile } from '../measure/statistics';
import { figureRow } from '../report/row';
import type { Measure } from './measure';

const TAPS = 40;
const APART_MS = 150;

/** From a card at the gate's panel to its lamp, in the page: there and back to Redis, on disk, in between. */
export const gatePage: Measure = {
  name: 'gate-page',
  async run({ times, some }) {
    const tapline = await startTapline('always');
    const profile = await openProfile(tapline.origin);
    try {
      const line = await openLine(tapline.origin);
      const { page } = await profile.open();
      await page.goto('/kiosk/gate?device=gate-north');
      await page.locator('[data-kiosk=gate][data-state=idle]').waitFor();
      await tapOnce(page, newCardId(), 'red');
      const figures = await repeat(times, async () => {
        const took: number[] = [];
        // In turn let in and turned away, so that each time another lamp comes on.
        for (let tap = 0; tap < some(TAPS); tap++) {
          const cardId = newCardId();
          const lamp = tap % 2 === 0 ? 'green' : 'red';
          if (lamp === 'green') {
            await request(line, 'sale:complete', {
              saleId: v7(),
              cardId,
              product: 'TEN_TRIP',
              payment: 'cash',
            });
          }
          took.push(await tapOnce(page, cardId, lamp));
          await page.waitForTimeout(APART_MS);
        }
        return quantile(took, 0.99);
      });
      line.disconnect();
      return [figureRow({ name: 'card at the panel -> lamp, p99', unit: 'ms' }, figures, { atMost: 100 })];
    } finally {
      await profile.close();
      await tapline.stop();
    }
  },
};

/** In ms, by the page's own clock, from the click to the lamp. */
const tapOnce = (page: Page, cardId: string, lamp: 'green' | 'red'): Promise<number> =>
  page.evaluate(
    async ({ cardId: card, lamp: color }) => {
      const find = <E extends HTMLElement>(selector: string): E => {
        const found = document.querySelector<E>(selector);
        if (!found) throw new Error(`there is no ${selector}`);
        return found;
      };
      const field = find<HTMLInputElement>('[data-panel-card]');
      field.value = card;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);
      const screen = find('[data-kiosk=gate]');
      const before = screen.dataset['tapId'];
      return new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error('no lamp within 5 s')), 5_000);
        const began = performance.now();
        const observer = new MutationObserver(() => {
          const lit = find(`[data-panel-lamp=${color}]`).dataset['lit'] === 'true';
          if (!lit || screen.dataset['tapId'] === before) return;
          observer.disconnect();
          resolve(performance.now() - began);
        });
        observer.observe(document.body, { attributes: true, subtree: true });
        find('[data-panel-tap]').click();
      });
    },
    { cardId, lamp },
  );
