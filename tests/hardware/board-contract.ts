import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Rig } from './rig';

const uid4 = '5A1B2C3D';
const uid7 = '04A1B2C3D4E5F6';
const uid10 = '04A1B2C3D4E5F6070809';
const phone = '08A1B2C3';

const RED = { red: 1, amber: 0, green: 0 };
const GREEN = { red: 0, amber: 0, green: 1 };

/** How long a card is held, how often it is tapped, and how quick a board is. */
export interface Amounts {
  heldMs: number;
  taps: number;
  /** Within this what was asked for can be seen. */
  soonMs: number;
  /** By how much a pulse, or what a lamp or a tone takes, may be longer or shorter than asked for, and be seen so. */
  slackMs: number;
}

const IN_VIRTUAL_TIME: Amounts = { heldMs: 60_000, taps: 20, soonMs: 100, slackMs: 12 };
/** Where a second takes a second. */
export const IN_REAL_TIME: Amounts = { heldMs: 4000, taps: 6, soonMs: 100, slackMs: 60 };
/** Where what is seen comes through a page, and late when that is busy; its worker gives a board up to 100 ms at once. */
export const IN_A_PAGE: Amounts = { ...IN_REAL_TIME, soonMs: 1000, slackMs: 160 };

/** How long each state lasted between moments at which it turned. */
const lengths = (turns: number[]): number[] => turns.slice(1).map((at, i) => at - (turns[i] ?? NaN));

/**
 * What every board owes its host, and every driver its page: one suite for all that is a board. Times are those of 06 in
 * the design of the protocol; a rig has its own clock.
 */
export function describeBoard(
  name: string,
  createRig: () => Rig | Promise<Rig>,
  { heldMs, taps, soonMs, slackMs } = IN_VIRTUAL_TIME,
): void {
  describe(name, () => {
    let rig: Rig;

    beforeEach(async () => {
      rig = await createRig();
      await ready();
    });
    afterEach(() => rig.close());

    const phase = async () => (await rig.host.status()).phase;
    const ready = () => within(8000, async () => (await phase()) === 'ready', 'ready');

    /** Waits until it is so; the milliseconds it took. */
    async function within(
      most: number,
      isSo: () => boolean | Promise<boolean>,
      what: string,
    ): Promise<number> {
      const STEP_MS = 10;
      // By the rig's own clock: where a second takes a second a step takes longer than it asks for.
      const began = performance.now();
      const passed = () => performance.now() - began;
      for (; passed() <= most; await rig.wait(STEP_MS)) if (await isSo()) return passed();
      return expect.fail(`${what}: not within ${most} ms`);
    }

    const expectAbout = (ms: number | undefined, expected: number) =>
      expect(Math.abs((ms ?? NaN) - expected)).toBeLessThan(slackMs);

    /** What is heard of a kind, or of all kinds, and nothing else: at the latest soon. */
    async function hears(expected: string[], kind = ''): Promise<void> {
      const heard: string[] = [];
      async function isEnough(): Promise<boolean> {
        heard.push(...(await rig.host.takeHeard()).filter((one) => one.startsWith(kind)));
        return heard.length >= expected.length;
      }
      await within(soonMs, isEnough, expected.join()).catch(() => undefined); // the comparison says more
      expect(heard).toEqual(expected);
    }

    /** Holds cards for a while, then takes them away. */
    async function present(uids: string[], ms = 300): Promise<void> {
      rig.hands.hold(uids);
      await rig.wait(ms);
      rig.hands.hold([]);
    }

    test('says who it is', async () => {
      const { greeting, fault } = await rig.host.status();
      expect(greeting).toMatchObject({ boardId: '-', leaseMs: 3000 });
      expect(greeting?.capabilities).toEqual(['card', 'lamp3', 'buz', 'btn3', 'rly']);
      expect(fault).toBeNull();
    });

    test('takes a name, once and for good', async () => {
      const boot = (await rig.host.status()).greeting?.boot ?? 0;
      expect(await rig.host.giveId('gate north')).toBe(false);
      expect(await rig.host.giveId('gate-north')).toBe(true);
      expect(await rig.host.giveId('gate-south')).toBe(false);
      expect(await rig.host.giveId('gate-north')).toBe(true);
      await rig.host.restart();
      await within(8000, async () => (await rig.host.status()).greeting?.boot === boot + 1, 'started anew');
      await ready();
      expect((await rig.host.status()).greeting).toMatchObject({ boardId: 'gate-north', reset: 'RST' });
    });

    test('lamps burn, blink beginning lit, and go dark', async () => {
      await within(soonMs, () => !rig.view().red, 'dark after its start');
      const before = rig.turns('red').length;
      await rig.host.lamps({ red: 500, amber: 1, green: 0 });
      await within(soonMs, () => rig.view().amber, 'amber');
      const red = () => rig.turns('red').slice(before);
      await within(2000 + soonMs, () => red().length === 5, 'red, twice');
      expectAbout((red()[0] ?? NaN) - (rig.turns('amber').at(-1) ?? NaN), 0);
      for (const half of lengths(red())) expectAbout(half, 500);
      await rig.host.lamps(GREEN);
      await within(soonMs, () => rig.view().green, 'green');
      expect(rig.view()).toMatchObject({ red: false, amber: false });
    });

    test('the buzzer gives its tones and falls silent', async () => {
      const { tones } = rig.view();
      await rig.host.buzz({ hz: 440, ms: 50, times: 3 });
      await within(400 + soonMs, () => rig.view().tones === tones + 3 && !rig.view().buzzing, 'three tones');
      await rig.wait(200);
      expect(rig.view()).toMatchObject({ tones: tones + 3, buzzing: false });
    });

    test('the relay gives one pulse of the length that was asked for', async () => {
      const { pulses } = rig.view();
      await rig.host.openGate(500);
      await within(soonMs, () => rig.view().gateOpen, 'open');
      await within(600 + soonMs, () => !rig.view().gateOpen, 'shut');
      expectAbout(lengths(rig.turns('gateOpen')).at(-1), 500);
      expect(rig.view().pulses).toBe(pulses + 1);
    });

    test('each pulse is one of its own: they neither touch nor hold the gate open', async () => {
      const { pulses } = rig.view();
      await rig.host.openGate(400);
      await rig.host.openGate(400);
      await within(700 + soonMs, () => rig.view().pulses === pulses + 2, 'a second pulse');
      await within(400 + soonMs, () => !rig.view().gateOpen, 'shut');
      expect(rig.view().pulses).toBe(pulses + 2);
      const [, shut] = lengths(rig.turns('gateOpen').slice(-4));
      expect(shut).toBeGreaterThan(100 - slackMs);
    });

    test.each([
      ['4 bytes', uid4],
      ['7 bytes', uid7],
      ['10 bytes', uid10],
    ])('a card of %s', async (_, uid) => {
      await present([uid]);
      await hears([`card ${uid}`]);
      await rig.wait(1700);
      await hears([`gone ${uid}`]);
    });

    test('a phone gives no card', async () => {
      await present([phone]);
      await rig.wait(1700);
      await hears(['unread random']);
    });

    test('two cards are none, and said once', async () => {
      await present([uid4, uid7], 1000);
      await rig.wait(1700);
      await hears(['unread several']);
      await present([uid7]);
      await hears([`card ${uid7}`]);
    });

    test('a card that is held is one presentation', async () => {
      await present([uid7], heldMs);
      await hears([`card ${uid7}`]);
    });

    test('a card that flickers is one presentation', async () => {
      for (let i = 0; i < taps; i++) {
        await present([uid7], 200);
        await rig.wait(200);
      }
      await hears([`card ${uid7}`]);
    });

    test('quick taps of two riders are all presentations', async () => {
      for (let i = 0; i < taps; i++) await present([i % 2 ? uid4 : uid7], 250);
      const uids = Array.from({ length: taps }, (_, i) => (i % 2 ? uid4 : uid7));
      await hears(
        uids.map((uid) => `card ${uid}`),
        'card',
      );
    });

    test('buttons are told when they go down, and bounce unheard', async () => {
      for (const key of [1, 2, 3] as const) {
        rig.hands.setButton(key, true);
        await rig.wait(150);
        rig.hands.setButton(key, false);
        await rig.wait(150);
      }
      await hears(['button 1', 'button 2', 'button 3']);
    });

    test('the fire contact is reported', async () => {
      rig.hands.setFire(true);
      await within(3 * soonMs, async () => (await rig.host.status()).fire, 'fire');
      rig.hands.setFire(false);
      await within(3 * soonMs, async () => !(await rig.host.status()).fire, 'no fire');
    });

    test('a host that is gone: safe 3 s after the last frame', async () => {
      await rig.host.lamps(GREEN);
      await rig.host.openGate(5000);
      await within(soonMs, () => rig.view().green, 'green');
      await rig.wait(1200);
      await rig.host.vanish();
      // The last frame came up to a second before.
      const took = await within(3400, () => rig.view().red, 'safe');
      expect(took).toBeGreaterThan(1600);
      expect(rig.view()).toMatchObject({ red: true, green: false, gateOpen: false });
    });

    test('a host that takes its leave: all off, at once', async () => {
      await rig.host.lamps(GREEN);
      await rig.host.openGate(5000);
      await within(soonMs, () => rig.view().gateOpen, 'open');
      await rig.host.bye();
      await within(soonMs, () => !rig.view().green && !rig.view().gateOpen, 'dark');
      await rig.wait(3500);
      expect(rig.view()).toMatchObject({ red: false, amber: false, green: false, gateOpen: false });
      await rig.host.lamps(RED);
      await within(8000, () => rig.view().red, 'begun again');
    });
  });
}
