import { setTimeout as sleep } from 'node:timers/promises';

/** Calls `act` so many times a second for so long, without waiting for what it does; resolves after the last call. */
export async function atRate(perSecond: number, seconds: number, act: () => void): Promise<void> {
  const began = performance.now();
  const count = Math.round(perSecond * seconds);
  for (let done = 0; done < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * perSecond) + 1);
    for (; done < due; done++) act();
    await sleep(Math.max(0, began + (done / perSecond) * 1_000 - performance.now()));
  }
}

/** Keeps `width` calls of `act` under way until `count` have been made; gives how many milliseconds each took. */
export async function inFlight(
  width: number,
  count: number,
  act: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const took: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const began = performance.now();
      await act(index);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return took;
}

/** How many milliseconds something takes. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** Waits until something holds. @throws after `seconds` */
export async function until(
  what: string,
  seconds: number,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(5);
  }
}
