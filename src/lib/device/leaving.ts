/**
 * For how long a page that goes waits for its last words. The browser throws away what it has not written to a serial port
 * when the page behind it ends: on a busy machine one good-bye in ten, and the board's lamps burned on until its lease ended.
 */
const LAST_WORDS_MS = 30;

/** Takes leave of the devices when the page is left, reloaded or closed, so that no lamp burns on. Until the function given is called. */
export function onLeaving(sayGoodBye: () => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  // Two listeners: what the first has promised is done (the microtasks) before the second waits.
  addEventListener('pagehide', () => sayGoodBye(), { signal });
  addEventListener('pagehide', () => waitForLastWords(), { signal });
  addEventListener('pageshow', (event) => startAfresh(event), { signal });
  return () => stopping.abort();
}

/** A page that goes is given no other way to wait. */
function waitForLastWords(): void {
  const until = performance.now() + LAST_WORDS_MS;
  while (performance.now() < until);
}

/** The browser may bring back the very page it had left, with its lamps dark and its line closed. */
function startAfresh({ persisted }: PageTransitionEvent): void {
  if (persisted) location.reload();
}
