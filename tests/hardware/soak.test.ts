import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { diceFor } from '../kit/dice';
import { amount } from '../kit/deep';
import { FAULTS, recovered } from './board-faults';
import { emulatedRig } from './virtual-rig';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Rounds between two looks at the heap. */
const EVERY = amount(1, 20);
const HOURS = amount(0.2, 24);
/** Real time: an emulated second takes some forty milliseconds. */
const TIMEOUT_MS = 60_000 + HOURS * 600_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test(
  `${HOURS} hours with a fault every minute or so: nothing gets stuck, and nothing piles up`,
  { timeout: TIMEOUT_MS },
  async () => {
    const dice = diceFor('soak');
    const rig = emulatedRig();
    const until = HOURS * 3_600_000;
    const heaps: number[] = [];
    let passed = 0;
    let slowest = 0;
    const wait = async (ms: number) => {
      await rig.wait(ms);
      passed += ms;
    };
    await recovered(rig, 'FEEDBEEF');
    for (let round = 0; passed < until; round++) {
      const quiet = dice.between(5, 90) * 1000;
      await wait(quiet);
      await dice.pick(FAULTS).strike({ ...rig, wait }, dice);
      slowest = Math.max(
        slowest,
        await recovered({ ...rig, wait }, (0x4000_0000 + round).toString(16).toUpperCase()),
      );
      if (round % EVERY === 0) heaps.push(heapMiB());
    }
    await rig.close();
    process.stdout.write(
      `soak: ${HOURS} h, slowest recovery ${slowest} ms, heap ${heaps.at(0)} to ${heaps.at(-1)} MiB`,
    );
    expect(slowest).toBeLessThanOrEqual(3000);
    expect(heaps.length).toBeGreaterThan(8);
    expect(slopeOf(heaps.slice(2)) * heaps.length).toBeLessThan(1);
  },
);

function heapMiB(): number {
  collect();
  return Math.round((process.memoryUsage().heapUsed / 2 ** 20) * 100) / 100;
}

/** By least squares: what is added from one sample to the next. */
function slopeOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / spread;
}
