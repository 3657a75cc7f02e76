import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceFault } from '#hardware/drivers/device-fault';
import { amount } from '../../kit/deep';
import { percentile } from '../board-faults';
import type {} from './kiosk-page';
import { canRunSerialRig, startSerialRig, type SerialRig } from './rig';

const CARD = '04A1B2C3D4E5F6';
/** Three in `npm test`. */
const RUNS = amount(3, 50);
const TIMEOUT_MS = 30_000 + RUNS * 5_000;
const OFF = { red: false, amber: false, green: false };

describe.skipIf(!canRunSerialRig)('a board at a real navigator.serial', () => {
  let rig: SerialRig;
  let page: Page;

  beforeEach(async () => {
    rig = await startSerialRig();
    page = rig.page;
    await isReady(page);
  });

  afterEach(() => rig.close());

  test('tells who it is, reads cards, lights its lamps', async () => {
    const { greeting } = await page.evaluate(() => kiosk.board.status);
    expect(greeting).toMatchObject({ hardware: 'uno-rc522', reset: 'EXT' }); // opening the port has reset it
    rig.board.hold([CARD]);
    await page.waitForFunction(() => kiosk.cards.length > 0, null, { polling: 20 });
    expect(await page.evaluate(() => kiosk.cards)).toEqual([CARD]);
    await lightGreen(page);
    await shows({ ...OFF, green: true });
  });

  test('opens at once, and bytes come back in a moment', async () => {
    const [opening = Infinity] = await page.evaluate(() => kiosk.openings);
    const asking = await page.evaluate(async () => {
      const began = performance.now();
      for (let i = 0; i < 20; i++) await kiosk.board.stat();
      return (performance.now() - began) / 20;
    });
    await page.evaluate(() => kiosk.board.close());
    rig.echo();
    const delays = (await page.evaluate(() => kiosk.echo(200))).sort((a, b) => a - b);
    const [median = Infinity, worst = Infinity] = [delays[100], delays.at(-1)];
    note(`open ${ms(opening)}, STAT ${ms(asking)}, echo of a byte ${ms(median)}, at worst ${ms(worst)}`);
    expect(opening).toBeLessThan(500);
    expect(median).toBeLessThan(50);
  });

  test('has control lines, and DTR resets the board', async () => {
    const boot = await bootOf(page);
    const signals = await page.evaluate(async () => {
      await kiosk.board.close();
      const [port] = await navigator.serial.getPorts();
      const pause = () => new Promise((resolve) => setTimeout(resolve, 100)); // until it has counted its start
      await port?.open({ baudRate: 115_200 });
      await pause();
      await port?.setSignals({ dataTerminalReady: false });
      const lowered = await port?.getSignals();
      await port?.setSignals({ dataTerminalReady: true });
      const raised = await port?.getSignals();
      await pause();
      await port?.close();
      kiosk.board.lamps({ red: 0, amber: 0, green: 1 }); // begins again
      return [lowered?.dataSetReady, raised?.dataSetReady];
    });
    expect(signals).toEqual([false, true]);
    await shows({ ...OFF, green: true });
    expect(await bootOf(page)).toBe(boot + 3); // two openings, and DTR
  });

  test('works again after it was pulled out in the middle of a frame', async () => {
    const portBefore = await page.evaluateHandle(async () => (await navigator.serial.getPorts())[0]);
    await lightGreen(page);
    await shows({ ...OFF, green: true });
    const cut = hangsInEvent();
    rig.board.hold([CARD]);
    await cut;
    await sleep(20); // what of the frame has left the board is at the page
    await rig.unplug();
    rig.goOn();
    await hasFault(page, 'unplugged');
    await hasFault(page, 'absent');
    expect(await page.evaluate(() => kiosk.cards)).toEqual([]);
    const replugged = performance.now();
    await rig.plug();
    await isReady(page);
    note(`ready ${ms(performance.now() - replugged)} after the replug`);
    expect(performance.now() - replugged).toBeLessThan(3000);
    const isSame = async (before: SerialPort | undefined) =>
      before === (await navigator.serial.getPorts())[0];
    expect(await page.evaluate(isSame, portBefore)).toBe(false);
    await shows({ ...OFF, green: true });
    await page.waitForFunction(() => kiosk.cards.length > 0, null, { polling: 20 });
    expect(await page.evaluate(() => kiosk.cards)).toEqual([CARD]);
  });

  test('works again after the page was loaded anew', { timeout: TIMEOUT_MS }, async () => {
    const took: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await lightGreen(page);
      await shows({ ...OFF, green: true });
      const began = performance.now();
      await page.reload();
      await isReady(page);
      took.push(performance.now() - began);
      await lightGreen(page);
      await shows({ ...OFF, green: true });
    }
    expect(told('ready after a reload', took)).toBeLessThan(3000);
  });

  test('belongs to one page, and to the next as soon as that closes', { timeout: TIMEOUT_MS }, async () => {
    const took: number[] = [];
    let owner = page;
    for (let run = 0; run < RUNS; run++) {
      const next = await rig.openPage();
      await hasFault(next, 'taken');
      expect(await owner.evaluate(() => kiosk.board.status.phase)).toBe('ready');
      const began = performance.now();
      await owner.close({ runBeforeUnload: true });
      await isReady(next);
      took.push(performance.now() - began);
      await lightGreen(next);
      await shows({ ...OFF, green: true });
      owner = next;
    }
    expect(told('the second page ready after the first was closed', took)).toBeLessThan(3000);
  });

  test('closes a line that takes no bytes, and has a good one again when it does', async () => {
    await page.evaluate(() => kiosk.board.close());
    rig.stall();
    const closing = await page.evaluate(() => kiosk.flood(200_000));
    note(`a stalled line closed in ${ms(closing)}`);
    expect(closing).toBeLessThan(2000);
    rig.flow();
    await lightGreen(page);
    await shows({ ...OFF, green: true });
  });

  test.each([
    ['is left', () => page.goto('about:blank')],
    ['closes', () => page.close()],
    ['lets the board go', () => page.evaluate(() => kiosk.board.bye())],
  ])('goes dark at once when the page %s', async (_how, leave) => {
    await lightGreen(page);
    await shows({ ...OFF, green: true });
    const began = performance.now();
    await leave();
    await shows(OFF);
    expect(performance.now() - began).toBeLessThan(500);
    await sleep(200);
    expect(rig.board.view).toMatchObject(OFF);
  });

  test('makes itself safe 3 s after the last word of a browser that was killed', async () => {
    await lightGreen(page);
    await shows({ ...OFF, green: true });
    await rig.killBrowser();
    await shows({ ...OFF, red: true }, 4000);
    const silence = performance.now() - rig.lastHeard();
    note(`red ${ms(silence)} after the last frame`);
    expect(silence).toBeGreaterThan(2900);
    expect(silence).toBeLessThan(3500);
  });

  test('works again when a hang of the board ends', async () => {
    await lightGreen(page);
    await shows({ ...OFF, green: true });
    rig.hang();
    await page.waitForFunction(() => kiosk.board.status.phase === 'weak', null, { polling: 20 });
    await hasFault(page, 'silent');
    await sleep(1500); // the port was opened anew, and nobody answers there either
    const began = performance.now();
    rig.goOn();
    await isReady(page);
    note(`ready ${ms(performance.now() - began)} after the hang`);
    expect(performance.now() - began).toBeLessThan(3000);
    await shows({ ...OFF, green: true });
  });

  /** Lets the board hang as it begins to tell of something: the beginning of that frame has left it, and no more. */
  const hangsInEvent = (): Promise<void> =>
    new Promise((resolve) => {
      const leave = rig.board.onSent((bytes) => {
        if (!Buffer.from(bytes).includes('!')) return; // an answer to the heartbeat
        leave();
        rig.hang();
        resolve();
      });
    });

  async function shows(lamps: Partial<SerialRig['board']['view']>, timeout = 2000): Promise<void> {
    await vi.waitFor(() => expect(rig.board.view).toMatchObject(lamps), { timeout, interval: 5 });
  }
});

const isReady = (page: Page) =>
  page.waitForFunction(() => kiosk.board.status.phase === 'ready', null, { polling: 20 });

const hasFault = (page: Page, fault: DeviceFault) =>
  page.waitForFunction((name) => kiosk.board.status.fault === name, fault, { polling: 20 });

const bootOf = (page: Page) => page.evaluate(() => kiosk.board.status.greeting?.boot ?? 0);

const lightGreen = (page: Page) => page.evaluate(() => kiosk.board.lamps({ red: 0, amber: 0, green: 1 }));

const ms = (duration: number): string => `${duration.toFixed(1)} ms`;

/** Writes into the report how long it took; the longest but one in a hundred, in ms. */
function told(what: string, took: readonly number[]): number {
  const p99 = percentile(took, 99);
  note(`${what}: ${ms(percentile(took, 50))}, p99 ${ms(p99)} of ${took.length}`);
  return p99;
}

/** What was measured stands in the report. */
const note = (text: string): void => void process.stdout.write(`  serial: ${text}\n`);
