/** Runs work for a key, not more than so many at once; what comes later waits, in order. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createTurns(atOnce: number): Turns {
  const queues = new Map<string, { running: number; waiting: (() => void)[] }>();

  return async (key, work) => {
    const queue = queues.get(key) ?? { running: 0, waiting: [] };
    queues.set(key, queue);
    if (queue.running < atOnce) queue.running++;
    else await new Promise<void>((resolve) => queue.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next)
        next(); // in our place
      else if (--queue.running === 0) queues.delete(key);
    }
  };
}
