import { backoff } from './backoff';

/** Tries again and again, later each time, until it is told that it worked. */
export interface Redial {
  /** The attempt came to nothing, or the line is lost: try again after a pause. Repeated calls are one. */
  later(): void;
  /** It worked: the next pause is short again. */
  worked(): void;
  stop(): void;
}

/** `dial` is called at once, and again after each `later()`; when the browser says it is online again, without waiting. */
export function redial(dial: () => void): Redial {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    dial();
  };
  const sooner = () => {
    if (timer !== undefined) now();
  };
  // Node has no such event; there the timer alone drives it.
  globalThis.addEventListener?.('online', sooner);
  now();
  return {
    later() {
      timer ??= setTimeout(now, backoff(++failures));
    },
    worked() {
      failures = 0;
    },
    stop() {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', sooner);
    },
  };
}
