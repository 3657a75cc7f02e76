/**
 * Gathers what comes close together: the first at once, what follows within `windowMs` in one go at its end.
 * `flush` is called with everything gathered, in order.
 */
export interface Coalescer<T> {
  add(item: T): void;
  /** Drops what is still held. */
  stop(): void;
}

export function createCoalescer<T>(windowMs: () => number, flush: (items: T[]) => void): Coalescer<T> {
  let held: T[] = [];
  let timer: NodeJS.Timeout | null = null;

  function open(): void {
    timer = setTimeout(() => {
      timer = null;
      if (held.length === 0) return;
      send();
      open();
    }, windowMs());
  }

  function send(): void {
    const items = held;
    held = [];
    flush(items);
  }

  return {
    add(item) {
      held.push(item);
      if (timer) return;
      send();
      open();
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      held = [];
    },
  };
}
