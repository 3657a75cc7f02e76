import type { Page } from 'playwright';

/** What the browser itself says of a page: ms, and for `cls` the share of the screen that moved. */
export interface Vitals {
  lcp: number;
  cls: number;
  /** The slowest answer to a hand; 0 where all came within 16 ms. */
  inp: number;
}

/** To be called before the page is opened. */
export const watchVitals = (page: Page): Promise<unknown> => page.addInitScript(watch);

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
