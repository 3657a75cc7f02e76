import type { Page } from 'playwright';
import type { OpenPage } from './browser';

/** What the browser itself says of a page: ms, and for `cls` the share of the screen that moved. */
export interface Vitals {
  lcp: number;
  cls: number;
  /** The slowest answer to a hand; 0 where all came within 16 ms. */
  inp: number;
}

/** To be called before the page is opened. */
export async function watchVitals(opened: OpenPage): Promise<void> {
  await opened.page.addInitScript(watch);
  await lookOn(opened);
}

/**
 * Somebody who looks: without a screen Chromium need not present what it has drawn, and a key then counts as unanswered
 * until something else, a click or a picture, brings the next frame.
 */
async function lookOn({ devtools }: OpenPage): Promise<void> {
  devtools.on('Page.screencastFrame', ({ sessionId }) => {
    devtools.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined); // closed meanwhile
  });
  await devtools.send('Page.startScreencast', { format: 'jpeg', quality: 10, maxWidth: 200, maxHeight: 200 });
}

export const vitalsOf = (page: Page): Promise<Vitals> =>
  page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals);

/** Runs in the page. */
function watch(): void {
  const vitals = { lcp: 0, cls: 0, inp: 0 };
  Object.assign(window, { vitals });
  const observe = (
    options: PerformanceObserverInit,
    note: (
      entry: PerformanceEntry & Record<'value' | 'interactionId', number> & { hadRecentInput: boolean },
    ) => void,
  ): void => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) note(entry as Parameters<typeof note>[0]);
    }).observe({ buffered: true, ...options });
  };
  observe({ type: 'largest-contentful-paint' }, (entry) => (vitals.lcp = entry.startTime));
  observe({ type: 'layout-shift' }, (entry) => {
    if (!entry.hadRecentInput) vitals.cls += entry.value;
  });
  observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit, (entry) => {
    if (entry.interactionId > 0) vitals.inp = Math.max(vitals.inp, entry.duration);
  });
}
