import type { Page } from 'playwright';
import type { Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import { openProfile, signIn, type OpenPage } from '../kit/browser';
import { newCardId } from '../kit/gate';
import { insist, openLine, request } from '../kit/line';
import { startTapline } from '../kit/tapline';
import { vitalsOf, watchVitals } from '../kit/vitals';
import { atRate, inFlight, until } from '../measure/pace';
import { figureRow } from '../report/row';
import type { Measure } from './measure';

const PER_SECOND = 1_000;
const SECONDS = 10;
const TRIPS = 10;
const LINES = 4;
const CLICK_EVERY_MS = 400;

/** A thousand journeys a second on one monitor: whether it hears and counts all, and still answers a hand. */
export const monitor: Measure = {
  name: 'monitor',
  async run({ some }) {
    const tapline = await startTapline('everysec');
    const profile = await openProfile(tapline.origin);
    const lines = await Promise.all(Array.from({ length: LINES }, () => openLine(tapline.origin)));
    try {
      const seconds = some(SECONDS * 10) / 10;
      const count = Math.round(PER_SECOND * seconds);
      const cardIds = await sell(lines, Math.ceil(count / TRIPS));
      await signIn(profile, 'pablo');
      const opened = await profile.open();
      const { page } = opened;
      const heard = await countEvents(opened);
      await watchVitals(opened);
      await page.goto('/monitor');
      await page.locator('[data-health=live]').waitFor();

      const clicking = clickNowAndThen(page);
      const began = performance.now();
      const taps: Promise<unknown>[] = [];
      await atRate(PER_SECOND, seconds, () => {
        const cardId = cardIds[taps.length % cardIds.length] ?? '';
        const line = lines[taps.length % LINES] as Socket;
        taps.push(insist(line, 'tap:present', { tapId: v7(), cardId }));
      });
      await Promise.all(taps);
      const rate = count / ((performance.now() - began) / 1_000);
      const journeys = page.locator('[data-total=TEN_TRIP]');
      const counted = async (): Promise<number> => Number(await journeys.getAttribute('data-journeys'));
      await until('the last event', 30, () => heard() >= count).catch(tooLate);
      // A page that has fallen behind paints later what it has heard.
      await until('the totals', 30, async () => (await counted()) >= count).catch(tooLate);
      await clicking.stop();
      const { inp } = await vitalsOf(page);
      return [
        figureRow({ name: 'monitor: events', unit: '/s' }, [rate]),
        figureRow({ name: `monitor: missed of ${count}`, unit: '' }, [count - heard()], { atMost: 0 }),
        figureRow({ name: 'monitor: totals off by', unit: '' }, [Math.abs(count - (await counted()))], {
          atMost: 0,
        }),
        figureRow({ name: 'monitor: INP meanwhile', unit: 'ms' }, [inp], { atMost: 200 }),
      ];
    } finally {
      for (const line of lines) line.disconnect();
      await profile.close();
      await tapline.stop();
    }
  },
};

/** Then the figures, or what failed first, say so. */
const tooLate = (): void => undefined;

async function sell(lines: readonly Socket[], count: number): Promise<string[]> {
  const cardIds = Array.from({ length: count }, newCardId);
  await inFlight(32, count, (index) =>
    request(lines[index % lines.length] as Socket, 'sale:complete', {
      saleId: v7(),
      cardId: cardIds[index] ?? '',
      product: 'TEN_TRIP',
      payment: 'cash',
    }),
  );
  return cardIds;
}

/** Counts the journeys, each once, that come over the page's own line. */
async function countEvents({ devtools }: OpenPage): Promise<() => number> {
  const ids = new Set<string>();
  await devtools.send('Network.enable');
  devtools.on('Network.webSocketFrameReceived', ({ response: { payloadData } }) => {
    for (const [, id = ''] of payloadData.matchAll(/"type":"journey","id":"([^"]+)"/g)) ids.add(id);
  });
  return () => ids.size;
}

/** A hand on the page, again and again, where nothing is to be pressed. */
function clickNowAndThen(page: Page): { stop(): Promise<void> } {
  let going = true;
  const run = async (): Promise<void> => {
    while (going) {
      await page.mouse.click(400, 500);
      await page.waitForTimeout(CLICK_EVERY_MS);
    }
  };
  // A page that is closed meanwhile ends it, too.
  const running = run().catch(tooLate);
  return {
    stop: () => {
      going = false;
      return running;
    },
  };
}
