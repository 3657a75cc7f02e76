import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diceFor, type Dice } from '../kit/dice';
import { crc16 } from '#hardware/protocol/crc';
import { badFrames, firstHalf, lostBytes, noise, nothing } from './damage';
import type { FaultyRig, Rig } from './rig';

/** A fault, from its beginning to its end; what follows is to work again without anybody's hand. */
export interface Fault {
  name: string;
  strike(rig: FaultyRig, dice: Dice): Promise<void>;
}

const RECOVERED_WITHIN_MS = 3000;

export const FAULTS: readonly Fault[] = [
  {
    name: 'unplugged in the middle of a frame, and plugged in again',
    async strike({ hands, cable, wait }, dice) {
      hands.hold(['AABBCCDD']);
      await wait(dice.between(0, 120));
      cable.setDamage(firstHalf, firstHalf);
      await wait(dice.between(0, 60));
      cable.unplug();
      hands.hold([]);
      await wait(dice.between(50, 2500));
      cable.setDamage(null, null);
      cable.plug();
    },
  },
  {
    name: 'the board hangs',
    async strike({ setHung, wait }, dice) {
      setHung(true);
      await wait(dice.between(500, 9000));
      setHung(false);
    },
  },
  {
    name: 'the board restarts',
    async strike({ hands, wait }, dice) {
      await wait(dice.between(0, 1000));
      hands.reset();
    },
  },
  {
    name: 'one frame in a hundred damaged',
    async strike(rig, dice) {
      let damaged = 0;
      const damage = badFrames(dice, 1, () => (damaged += 1));
      while (damaged < 3) await throughBadCable(rig, dice, damage, damage);
    },
  },
  {
    name: 'one byte in ten lost',
    strike: (rig, dice) => throughBadCable(rig, dice, lostBytes(dice, 10), lostBytes(dice, 10)),
  },
  {
    name: 'nothing comes through',
    strike: (rig, dice) => throughBadCable(rig, dice, nothing, nothing),
  },
  {
    name: 'flooded with noise',
    async strike({ flood, wait }, dice) {
      const ms = dice.between(500, 3000);
      // What the line carries at most: 11.5 bytes a millisecond.
      for (let passed = 0; passed < ms; passed += 10) {
        flood(noise(dice, 115));
        await wait(10);
      }
    },
  },
  {
    name: 'the reader dies',
    async strike({ hands, wait, host }, dice) {
      hands.setReader(false);
      await wait(dice.between(6000, 9000));
      expect((await host.status()).fault).toBe('reader-dead');
      hands.setReader(true);
    },
  },
  {
    name: 'another board in its place',
    strike: ({ swap }) => Promise.resolve(swap()),
  },
];

async function throughBadCable(
  { cable, hands, host, wait }: FaultyRig,
  dice: Dice,
  toBoard: (bytes: Uint8Array) => Uint8Array,
  toHost: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  cable.setDamage(toBoard, toHost);
  for (let i = 0; i < 8; i++) {
    hands.hold(i % 2 ? ['A1B2C3D4'] : []);
    await host.lamps({ red: i % 2, amber: 0, green: 500 });
    await wait(dice.between(100, 900));
  }
  hands.hold([]);
  cable.setDamage(null, null);
  const heard = (await host.takeHeard()).filter(
    (one) => !/^(card|gone) (A1B2C3D4|AABBCCDD|FEEDBEEF|[45]0.{6})$/.test(one),
  );
  expect(heard, 'what no hand did').toEqual([]);
}

/** Strikes with each fault so often, and holds the times of recovery to their aim. */
export function describeFaults(name: string, createRig: () => FaultyRig, times: number): void {
  describe(`${name}: faults`, () => {
    let rig: FaultyRig;
    beforeEach(async () => {
      rig = createRig();
      await recovered(rig, 'FEEDBEEF');
    });
    afterEach(() => rig.close());

    test.each(FAULTS)('$name', { timeout: 60_000 + times * 10_000 }, async (fault) => {
      const dice = diceFor(`${name}, ${fault.name}`);
      const took: number[] = [];
      for (let run = 0; run < times; run++) {
        await fault.strike(rig, dice);
        took.push(await recovered(rig, (0x5000_0000 + run).toString(16).toUpperCase()));
      }
      const [median, slowest] = [percentile(took, 50), percentile(took, 99)];
      process.stdout.write(`faults: ${name}, ${fault.name}: ${median} ms, p99 ${slowest} ms of ${times}\n`);
      expect(slowest).toBeLessThanOrEqual(RECOVERED_WITHIN_MS);
    });

    test('what the lamps shall show reaches them, however long the line is bad', async () => {
      rig.cable.setDamage(nothing, nothing);
      await rig.host.lamps({ red: 0, amber: 0, green: 1 });
      await rig.wait(1200);
      rig.cable.setDamage(null, null);
      await rig.wait(1500);
      expect(rig.view()).toMatchObject({ green: true, amber: false });
    });

    test('requests without a pause neither hold the gate open nor stop the board', async () => {
      await rig.host.openGate(300);
      await rig.wait(100);
      const stat = new TextEncoder().encode(
        '>7 STAT*' + crc16('>7 STAT').toString(16).toUpperCase().padStart(4, '0') + '\n',
      );
      let open = 0;
      for (let ms = 0; ms < 3000; ms += 10) {
        for (let n = 0; n < 9; n++) rig.flood(stat);
        await rig.wait(10);
        if (rig.view().gateOpen) open += 10;
      }
      expect(open).toBeLessThan(400);
      await rig.wait(2000);
      expect((await rig.host.status()).greeting?.boot).toBe(1);
    });

    test('what the board tells again is heard once', async () => {
      for (let run = 0; run < times; run++) {
        const uid = (0x6000_0000 + run).toString(16).toUpperCase();
        await rig.host.takeHeard();
        rig.cable.setDamage(nothing, null); // no acknowledgement reaches it
        rig.hands.hold([uid]);
        rig.hands.setButton(2, true);
        await rig.wait(1000);
        rig.cable.setDamage(null, null);
        rig.hands.setButton(2, false);
        await rig.wait(1000);
        const heard = (await rig.host.takeHeard()).filter((one) => !one.startsWith('gone'));
        expect(heard.sort()).toEqual(['button 2', `card ${uid}`]);
        rig.hands.hold([]);
        await rig.wait(2000);
      }
    });

    test('a repeated GATE opens once', async () => {
      for (let run = 0; run < times; run++) {
        const { pulses } = rig.view();
        rig.cable.setDamage(null, nothing);
        await rig.host.openGate(200);
        await rig.wait(300);
        rig.cable.setDamage(null, null);
        await rig.wait(1500);
        expect(rig.view().pulses - pulses).toBe(1);
      }
    });
  });
}

/** A card is heard, a lamp obeys, the gate opens once: how long that took. The card goes away afterwards. */
export async function recovered({ host, hands, view, wait }: Rig, uid: string): Promise<number> {
  const STEP_MS = 10;
  await host.takeHeard();
  hands.hold([uid]);
  await host.lamps({ red: 0, amber: 1, green: 0 });
  let isHeard = false;
  for (let waited = 0; waited < 20_000; waited += STEP_MS) {
    isHeard ||= (await host.takeHeard()).includes(`card ${uid}`);
    if (isHeard && view().amber && (await host.status()).phase === 'ready') {
      await passesOnce(host, view, wait);
      hands.hold([]);
      return waited;
    }
    await wait(STEP_MS);
  }
  return expect.fail(`not working again: ${JSON.stringify(await host.status())}, heard: ${isHeard}`);
}

async function passesOnce(host: Rig['host'], view: Rig['view'], wait: Rig['wait']): Promise<void> {
  const { pulses } = view();
  await host.openGate(50);
  await wait(900); // as long as it is tried
  expect(view().pulses - pulses).toBe(1);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? NaN;
}
