import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { receiptOf } from '#hardware/drivers/receipt-printer/receipt';
import { printed, tenTrips, textsOf, wide } from '../../kit/printed';
import { createPrinterModel, isReceipt, takeBytes } from '../../kit/printer-model';
import { readEscPos } from '#hardware/drivers/receipt-printer/preview/sheet';
import { CH340 } from './fake-port';
import type {} from './kiosk-page';
import { canRunSerialRig, startSerialRig, type SerialRig } from './rig';

const PRINTER = { usbVendorId: CH340.vendor, usbProductId: CH340.product };

describe.skipIf(!canRunSerialRig)('two devices at real serial ports', () => {
  let rig: SerialRig;
  let page: Page;

  beforeEach(async () => {
    rig = await startSerialRig();
    page = rig.page;
    await isReady(page);
  });
  afterEach(() => rig.close());

  test('a receipt is printed while the board works, and the printer hears of nothing else', async () => {
    const model = createPrinterModel();
    const printer = await rig.plugOther(
      whole((bytes) => printer.send(Uint8Array.from(takeBytes(model, bytes)))),
    );
    await hasPorts(page, 2);
    const { boot } = (await page.evaluate(() => kiosk.board.status.greeting)) ?? {};
    const print = () =>
      page.evaluate(([receipt, look]) => kiosk.print(receipt, look), [receiptOf(tenTrips), PRINTER] as const);
    expect(await print()).toBe('printed');
    expect(await page.evaluate(() => kiosk.board.status)).toMatchObject({
      phase: 'ready',
      greeting: { boot }, // the printer's port has pulled the reset line of its own device
    });
    // What came is the receipt, and the driver's questions.
    const paper = readEscPos(Uint8Array.from(receiptBytes(model.taken)), wide);
    expect(textsOf(paper)).toEqual(textsOf(printed(receiptOf(tenTrips))));

    // The board goes, and its driver looks for it: the printer's port is not the place.
    const before = model.taken.length;
    await rig.unplug();
    await page.waitForFunction(() => kiosk.board.status.fault === 'absent', null, { polling: 20 });
    await page.waitForTimeout(2000); // another look or two
    expect(model.taken.slice(before)).toEqual([]);
    await rig.plug();
    await isReady(page);
    expect(await print()).toBe('printed');
  });

  test('a board is found beside a port where nobody answers, and found first from then on', async () => {
    const heard: number[] = [];
    await rig.plugOther((bytes) => heard.push(...bytes));
    await hasPorts(page, 2);
    await page.reload();
    await isReady(page, 12_000); // HI may have been said to the other one first, for five seconds
    heard.length = 0;
    for (let times = 0; times < 3; times++) {
      await rig.unplug();
      await page.waitForFunction(() => kiosk.board.status.phase === 'away', null, { polling: 20 });
      const replugged = performance.now();
      await rig.plug();
      await isReady(page);
      expect(performance.now() - replugged).toBeLessThan(3000);
    }
  });
});

/** Joins what a line has cut: a transfer ends where nothing more comes for a moment. */
function whole(take: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  let begun: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  return (bytes) => {
    begun.push(...bytes);
    clearTimeout(timer);
    timer = setTimeout(() => {
      take(Uint8Array.from(begun));
      begun = [];
    }, 20);
  };
}

/** Without the driver's questions: those before it, and the three bytes at its end that ask whether it is printed. */
const receiptBytes = (taken: readonly number[][]): number[] =>
  taken.filter((bytes) => isReceipt(Uint8Array.from(bytes))).flatMap((bytes) => bytes.slice(0, -3));

const isReady = (page: Page, timeout = 8000) =>
  page.waitForFunction(() => kiosk.board.status.phase === 'ready', null, { polling: 20, timeout });

const hasPorts = (page: Page, count: number) =>
  page.waitForFunction(async (wanted) => (await navigator.serial.getPorts()).length === wanted, count, {
    polling: 20,
  });
