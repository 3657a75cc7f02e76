import { faces, type Face } from '../kit/faces';
import { inCharge, openProfile, signIn } from '../kit/browser';
import { startTapline } from '../kit/tapline';
import { sum } from '../measure/statistics';
import { figureRow, type Row } from '../report/row';
import type { Measure } from './measure';

/** What a first visit fetches, compressed with gzip: document, scripts, styles. What the service worker keeps comes later. */
export const pageWeight: Measure = {
  name: 'page-weight',
  async run() {
    const tapline = await startTapline();
    try {
      const rows: Row[] = [];
      for (const face of faces) rows.push(...(await weigh(face, tapline.origin)));
      return rows;
    } finally {
      await tapline.stop();
    }
  },
};

const COUNTED = ['Document', 'Script', 'Stylesheet', 'Font'];
/** In the network's terms; nothing of them holds up a page. */
const SOUND = /\/audio\//;

async function weigh(face: Face, origin: string): Promise<Row[]> {
  const profile = await openProfile(origin, face.viewport);
  try {
    if (face.as !== undefined) await signIn(profile, face.as);
    const { page, devtools } = await profile.open();
    await devtools.send('Network.enable');
    await devtools.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
    const fetched = new Map<string, { type: string; url: string; size: number }>();
    devtools.on('Network.responseReceived', ({ requestId, type, response: { url } }) => {
      fetched.set(requestId, { type, url, size: 0 });
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const request = fetched.get(requestId);
      if (request) request.size = encodedDataLength / 1_024;
    });
    await page.goto(face.path);
    await page.locator(face.ready).first().waitFor();
    await page.waitForLoadState('networkidle');

    const all = [...fetched.values()];
    const weight = sum(all.filter(({ type }) => COUNTED.includes(type)).map(({ size }) => size));
    const sounds = sum(all.filter(({ url }) => SOUND.test(url)).map(({ size }) => size));
    return [
      figureRow({ name: `page weight: ${face.name}`, unit: 'KB' }, [weight], { atMost: face.mostWeight }),
      ...(sounds > 0 ? [figureRow({ name: `its sounds: ${face.name}`, unit: 'KB' }, [sounds])] : []),
      ...(face === faces[0]
        ? [figureRow({ name: 'kept by the service worker', unit: 'KB' }, [await kept()])]
        : []),
    ];

    async function kept(): Promise<number> {
      await inCharge(page);
      return page.evaluate(async () => {
        let bytes = 0;
        for (const name of await caches.keys()) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) {
            const { url } = request;
            const entries = await fetch(url, { cache: 'no-store' }).then(async (response) => {
              await response.arrayBuffer();
              return performance.getEntriesByName(url) as PerformanceResourceTiming[];
            });
            bytes += entries.at(-1)?.encodedBodySize ?? 0;
          }
        }
        return bytes / 1_024;
      });
    }
  } finally {
    await profile.close();
  }
}
