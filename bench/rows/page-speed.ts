import { inCharge, openProfile, signIn, type OpenPage } from '../kit/browser';
import { faces, type Face } from '../kit/faces';
import { openLine, request } from '../kit/line';
import { newCardId } from '../kit/gate';
import { slowDown, slowDownWorker } from '../kit/slow';
import { startTapline } from '../kit/tapline';
import { vitalsOf, watchVitals, type Vitals } from '../kit/vitals';
import { repeat } from '../measure/alternate';
import { figureRow, type Row } from '../report/row';
import { v7 } from 'uuid';
import type { Measure } from './measure';

/** How soon a page shows and answers on a cheap phone with a slow line, the first time and the second. */
export const pageSpeed: Measure = {
  name: 'page-speed',
  async run({ times }) {
    const tapline = await startTapline();
    try {
      await makeEvents(tapline.origin);
      const rows: Row[] = [];
      for (const face of faces) {
        const visits = await repeat(times, () => visitTwice(face, tapline.origin));
        const [cold, warm] = [visits.map((visit) => visit.cold), visits.map((visit) => visit.warm)];
        rows.push(
          figureRow(
            { name: `LCP cold: ${face.name}`, unit: 's' },
            cold.map(({ lcp }) => lcp / 1_000),
            { atMost: 2.5 },
          ),
          figureRow(
            { name: `LCP warm: ${face.name}`, unit: 's' },
            warm.map(({ lcp }) => lcp / 1_000),
            { atMost: 1 },
          ),
          figureRow(
            { name: `INP: ${face.name}`, unit: 'ms' },
            cold.map(({ inp }) => inp),
            { atMost: 200 },
          ),
          figureRow(
            { name: `CLS: ${face.name}`, unit: '' },
            [...cold, ...warm].map(({ cls }) => cls),
            { atMost: 0.1 },
          ),
        );
      }
      return rows;
    } finally {
      await tapline.stop();
    }
  },
};

const EVENTS = 250;

/** A monitor with nothing to show would be easy. */
async function makeEvents(origin: string): Promise<void> {
  const line = await openLine(origin);
  const sold = { product: 'SINGLE_USE', payment: 'cash' } as const;
  for (let event = 0; event < EVENTS; event++) {
    await request(line, 'sale:complete', { saleId: v7(), cardId: newCardId(), ...sold });
  }
  line.disconnect();
}

async function visitTwice(face: Face, origin: string): Promise<{ cold: Vitals; warm: Vitals }> {
  const profile = await openProfile(origin, face.viewport);
  try {
    if (face.as !== undefined) await signIn(profile, face.as);
    const first = await profile.open();
    const cold = await visit(face, first, true);
    await inCharge(first.page);
    await slowDownWorker(profile);
    await first.page.close();
    const warm = await visit(face, await profile.open(), false);
    return { cold, warm };
  } finally {
    await profile.close();
  }
}

/** Long enough for what comes late to be the largest, or to push something aside. */
const SETTLE_MS = 500;

async function visit(face: Face, opened: OpenPage, use: boolean): Promise<Vitals> {
  const { page } = opened;
  await watchVitals(opened);
  await slowDown(opened);
  await page.goto(face.path);
  await page.locator(face.ready).first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  if (use) {
    await face.use(page);
    await page.waitForTimeout(SETTLE_MS);
  }
  return vitalsOf(page);
}
