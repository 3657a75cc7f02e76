import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DISTURBANCES, type Disturbance } from '../../simulator/pn532-disturbances';
import { createPn532Model, type Pn532Model } from '../../simulator/pn532-model';
import { createPn532Reader } from './reader';
import { runs } from '../../../tests/kit/deep';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** With zeros in them, and with what looks like the beginning of a frame. */
const CARDS = ['04A1B2C3D4E5F6', 'A100C3D4', '0000FF02FED54B', '04000000000000000000'];
const LAST_CARD = 'B1B2B3B4';

type Step =
  | { do: 'hold'; uids: string[] }
  | { do: 'disturb'; disturbance: Disturbance }
  | { do: 'noise'; bytes: number[] }
  | { do: 'power' | 'mute' | 'plug'; on: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hold'), uids: fc.subarray(CARDS, { maxLength: 2 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('disturb'),
      disturbance: fc.constantFrom(...(Object.keys(DISTURBANCES) as Disturbance[])),
    }),
  },
  fc.record({
    do: fc.constant('noise'),
    bytes: fc.array(fc.constantFrom(0x00, 0xff, 0x55, 0xd5, 0x4b, 0x02)),
  }),
  fc.record({ do: fc.constantFrom('power', 'mute', 'plug'), on: fc.boolean() }),
);
const steps = fc.array(fc.record({ step, ms: fc.oneof(fc.nat(40), fc.nat(600), fc.nat(4000)) }), {
  maxLength: 20,
});

function take(model: Pn532Model, step: Step): void {
  if (step.do === 'hold') model.hold(step.uids);
  else if (step.do === 'disturb') model.disturb(step.disturbance);
  else if (step.do === 'noise') model.noise(step.bytes);
  else if (step.do === 'power') model.setPower(step.on);
  else if (step.do === 'mute') model.setMute(!step.on);
  else model.setPlugged(step.on);
}

/** What was in front of the reader, and what it told of it, in the order in which it happened. */
type Entry = { held: string[] } | { told: 'card' | 'gone'; uid: string };

test('whatever happens: no wrong card, none twice, and all is well again when it is over', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (happenings) => {
      const model = createPn532Model();
      const reader = createPn532Reader({ source: model.source });
      const log: Entry[] = [];
      reader.onCard((uid) => log.push({ told: 'card', uid }));
      reader.onGone((uid) => log.push({ told: 'gone', uid }));
      for (const { step, ms } of happenings) {
        if (step.do === 'hold') log.push({ held: step.uids });
        take(model, step);
        await vi.advanceTimersByTimeAsync(ms);
      }
      judge(log);
      await expectAllWell(model, log);
      await reader.close();
    }),
    { numRuns: runs(60) },
  );
});

function judge(log: readonly Entry[]): void {
  const everHeld = new Set<string>();
  let presented: string | null = null;
  /** Told before, and held alone or with others ever since: to tell it again were to charge twice. */
  let served: string | null = null;
  for (const entry of log) {
    if ('held' in entry) {
      entry.held.forEach((uid) => everHeld.add(uid));
      if (entry.held.some((uid) => uid !== served) || !entry.held.includes(served ?? '')) served = null;
    } else if (entry.told === 'gone') {
      expect(entry.uid).toBe(presented);
      presented = null;
    } else {
      expect(everHeld).toContain(entry.uid);
      expect(presented).toBeNull();
      expect(entry.uid).not.toBe(served);
      presented = served = entry.uid;
    }
  }
}

async function expectAllWell(model: Pn532Model, log: Entry[]): Promise<void> {
  model.setPlugged(true);
  model.setPower(true);
  model.setMute(false);
  model.hold([]);
  model.calm();
  // At worst it is 4 s until a dead line is given up, 1.5 s until it is opened again, and 1.5 s until the last card goes.
  await vi.advanceTimersByTimeAsync(8000);
  log.length = 0;
  model.hold([LAST_CARD]);
  await vi.advanceTimersByTimeAsync(200);
  expect(log).toEqual([{ told: 'card', uid: LAST_CARD }]);
  model.hold([]);
  await vi.advanceTimersByTimeAsync(1700);
  expect(log).toHaveLength(2);
}
