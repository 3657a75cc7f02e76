/** Shows what changes at once while it changes seldom; in a rush, only the latest of every while. */
export interface Pacer {
  changed(): void;
  stop(): void;
}

/** As many as an eye can follow. */
const AT_ONCE = 5;
const WINDOW_MS = 100;

export function createPacer(show: () => void): Pacer {
  let left = AT_ONCE;
  let waiting = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function elapsed(): void {
    timer = null;
    // In a rush the next window shows nothing at once either.
    left = waiting ? 0 : AT_ONCE;
    if (waiting) present();
  }

  function present(): void {
    waiting = false;
    timer ??= setTimeout(elapsed, WINDOW_MS);
    show();
  }

  return {
    changed() {
      if (left > 0) {
        left--;
        present();
      } else {
        waiting = true;
      }
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      left = AT_ONCE;
      waiting = false;
    },
  };
}
