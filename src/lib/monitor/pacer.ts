/** Shows what changes at once while it changes seldom; in a rush, only the latest of every while. */
export interface Pacer {
  changed(): void;
  stop(): void;
}

/** As many as an eye can follow. */
const AT_ONCE = 5;
const WINDOW_MS = 100;

/** `show` is told whether it is in a rush; it is called once more when the rush is over. */
export function createPacer(show: (inRush: boolean) => void): Pacer {
  let left = AT_ONCE;
  let waiting = false;
  let inRush = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function elapsed(): void {
    timer = null;
    const wasInRush = inRush;
    inRush = waiting;
    // In a rush the next window shows nothing at once either.
    left = inRush ? 0 : AT_ONCE;
    if (inRush) present();
    else if (wasInRush) show(false);
  }

  function present(): void {
    waiting = false;
    timer ??= setTimeout(elapsed, WINDOW_MS);
    show(inRush);
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
      inRush = false;
    },
  };
}
