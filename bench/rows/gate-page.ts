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

/**
 * A gate's page with the emulated board: from the bytes of a card to the bytes that light its lamp, there and back to
 * Redis, on disk, in between; and from the card held up to the lamp, reader and board included.
 */
export const gatePage: Measure = {
  name: 'gate-page',
  async run({ times, some }) {
    const tapline = await startTapline('always');
    const profile = await openProfile(tapline.origin);
    try {
      const line = await openLine(tapline.origin);
      const { page } = await profile.open();
      await page.addInitScript(timeBoard);
      await page.goto('/kiosk/gate?device=gate-north');
      await page.locator('[data-kiosk=gate][data-state=idle]').waitFor();
      await page.locator('[data-panel-tap]:enabled').waitFor();
      await tapOnce(page, newCardId(), 'red');
      const rounds = await repeat(times, async () => {
        const took: number[] = [];
        const before = await page.evaluate(() => cardToLamp.length);
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
        const bytes = await page.evaluate((from) => cardToLamp.slice(from), before);
        return { bytes: quantile(bytes, 0.99), lamp: quantile(took, 0.99) };
      });
      line.disconnect();
      const figures = (of: 'bytes' | 'lamp') => rounds.map((round) => round[of]);
      return [
        figureRow({ name: 'card bytes -> lamp command, p99', unit: 'ms' }, figures('bytes'), { atMost: 100 }),
        figureRow({ name: 'card held up -> lamp, p99', unit: 'ms' }, figures('lamp'), { atMost: 300 }),
      ];
    } finally {
      await profile.close();
      await tapline.stop();
    }
  },
};

declare global {
  /** In ms, from each card's bytes to the next lamp command. */
  var cardToLamp: number[];
}

/** Runs in the page before all else: notes when the board's worker tells of a card, and when it is told of a lamp. */
function timeBoard(): void {
  const text = ({ bytes }: { bytes?: Uint8Array }) => String.fromCharCode(...(bytes ?? []));
  let cardAt: number | null = null;
  globalThis.cardToLamp = [];
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ bytes?: Uint8Array }>) => {
        if (text(data).includes(' CARD ')) cardAt ??= performance.now();
      });
    }

    override postMessage(message: { bytes?: Uint8Array }): void {
      if (cardAt !== null && text(message).includes(' LAMP ')) {
        cardToLamp.push(performance.now() - cardAt);
        cardAt = null;
      }
      super.postMessage(message);
    }
  };
}

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
