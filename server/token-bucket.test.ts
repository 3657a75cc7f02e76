import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket';
import { runs } from '../tests/kit/deep';

/** A bucket in a time that the test drives, in ms. */
function bucketAt(rate: { perSecond: number; burst: number }) {
  let now = 0;
  const bucket = createTokenBucket(rate, () => now);
  return { bucket, wait: (ms: number) => (now += ms) };
}

const takeAll = ({ take }: { take(): boolean }): number => {
  let taken = 0;
  while (take()) taken++;
  return taken;
};

test('lets a burst through, then so many a second', () => {
  const { bucket, wait } = bucketAt({ perSecond: 20, burst: 200 });
  expect(takeAll(bucket)).toBe(200);
  wait(1_000);
  expect(takeAll(bucket)).toBe(20);
  wait(49);
  expect(takeAll(bucket)).toBe(0);
  wait(1);
  expect(takeAll(bucket)).toBe(1);
  wait(3_600_000);
  expect(bucket.left()).toBe(200);
});

test('in no stretch of time more than the burst and what came meanwhile', () => {
  const step = fc.record({ wait: fc.nat(500), tries: fc.nat(50) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
      const { bucket, wait } = bucketAt({ perSecond: 20, burst: 30 });
      const taken: number[] = [];
      let now = 0;
      for (const { wait: ms, tries } of steps) {
        now += ms;
        wait(ms);
        for (let n = 0; n < tries; n++) if (bucket.take()) taken.push(now);
      }
      const excess = taken.flatMap((start, from) =>
        taken.slice(from).map((end, more) => more + 1 - (30 + ((end - start) * 20) / 1000)),
      );
      expect(excess.every((one) => one <= 1e-6)).toBe(true);
    }),
    { numRuns: runs(200) },
  );
});
