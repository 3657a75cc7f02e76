import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeviceError, type DeviceFault } from '../device-fault';
import { encodeReceipt } from './esc-pos';
import { USUAL_SETTINGS } from './paper';
import { createReceiptPrinter } from './printer';
import type { Receipt } from './receipt';
import { PrintError } from './receipt-printer';
import { usbDesk } from '../../../tests/kit/usb-desk';
import { usbPrinters } from './web-usb';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const receipt: Receipt = [{ kind: 'text', text: 'Ten trips', align: 'left' }];
const longReceipt: Receipt = Array.from({ length: 60 }, () => ({ kind: 'rule' }));

const IS_ALL_DONE = [0x1d, 0x72, 0x01];

function desk() {
  const usb = usbDesk();
  const printer = createReceiptPrinter({ source: usbPrinters(usb.host), settings: USUAL_SETTINGS });
  return { ...usb, printer };
}

/** What becomes of a receipt, however long it takes. */
async function outcomeOf(printing: Promise<unknown>): Promise<unknown> {
  const outcome = printing.catch((error: unknown) =>
    error instanceof PrintError ? [error.fault, error.outcome] : error,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return outcome;
}

const printedBy = (taken: number[][]): number[][] => taken.filter((bytes) => bytes.length > 3);
const bytesOf = (of: Receipt): number[] => [...encodeReceipt(of, USUAL_SETTINGS)];

test('a printer that answers says that the receipt is printed', async () => {
  const { printer, model } = desk();
  expect(await outcomeOf(printer.print(receipt))).toBe('printed');
  expect(printedBy(model.taken)).toEqual([[...bytesOf(receipt), ...IS_ALL_DONE]]);
});

test('a printer that says nothing has got the receipt, and no question that it could print', async () => {
  const { printer, model } = desk();
  model.isMute = true;
  expect(await outcomeOf(printer.print(receipt))).toBe('sent');
  expect(printedBy(model.taken)).toEqual([bytesOf(receipt)]);
});

test('a printer that only listens, without a pipe back, is one that says nothing', async () => {
  const { printer, plugIn, unplug } = desk();
  unplug();
  plugIn({ endpoints: [{ endpointNumber: 1, direction: 'out', type: 'bulk' }] });
  expect(await outcomeOf(printer.print(receipt))).toBe('sent');
});

test.each([
  ['there is no paper', 'paper', false, 'out-of-paper'],
  ['it stands open', 'isOpen', true, 'cover-open'],
  ['its knife is stuck', 'hasFailed', true, 'halted'],
] as const)('not a letter is sent while %s', async (_, what, value, fault) => {
  const { printer, model } = desk();
  model[what] = value;
  expect(await outcomeOf(printer.print(receipt))).toEqual([fault, 'not-printed']);
  expect(printedBy(model.taken)).toEqual([]);
});

test('paper that ends in the middle leaves it open whether the receipt was printed', async () => {
  const { printer, model } = desk();
  model.endsDuring = true;
  expect(await outcomeOf(printer.print(receipt))).toEqual(['out-of-paper', 'unknown']);
  expect(printedBy(model.taken)).toHaveLength(1);
});

test('a printer whose memory is full in the middle of a receipt is asked beside its bytes, too', async () => {
  const { printer, model } = desk();
  model.isMute = true;
  model.onReceipt = () => Object.assign(model, { paper: false, takesNothing: true });
  expect(await outcomeOf(printer.print(longReceipt))).toEqual(['out-of-paper', 'unknown']);
});

test('a printer that takes no more is asked beside its bytes what is wrong, and let go', async () => {
  const { printer, model, device } = desk();
  model.isMute = true;
  model.paper = false;
  model.takesNothing = true;
  expect(await outcomeOf(printer.print(longReceipt))).toEqual(['out-of-paper', 'not-printed']);
  expect(device().opened).toBe(false);
});

test('a printer that takes not even a question, and has paper, is only silent', async () => {
  const { printer, model } = desk();
  model.takesNothing = true;
  expect(await outcomeOf(printer.print(receipt))).toEqual(['silent', 'not-printed']);
});

test('an answer to an earlier question does not say that the receipt is printed', async () => {
  const { printer, model, device } = desk();
  model.diesDuring = true;
  model.onReceipt = () => queueMicrotask(() => device().say(0x12));
  expect(await outcomeOf(printer.print(receipt))).toEqual(['silent', 'unknown']);
});

test('a printer that falls silent in the middle is said to be so', async () => {
  const { printer, model } = desk();
  model.diesDuring = true;
  expect(await outcomeOf(printer.print(receipt))).toEqual(['silent', 'unknown']);
});

test('a printer that is pulled out in mid-transfer may have printed', async () => {
  const { printer, model, unplug } = desk();
  model.onReceipt = unplug;
  expect(await outcomeOf(printer.print(longReceipt))).toEqual(['unplugged', 'unknown']);
});

test('a printer that is pulled out while it prints is not waited for', async () => {
  const { printer, model, unplug } = desk();
  model.diesDuring = true;
  const printing = expect(printer.print(receipt)).rejects.toMatchObject({
    fault: 'unplugged',
    outcome: 'unknown',
  });
  await vi.advanceTimersByTimeAsync(1000);
  unplug();
  await printing;
});

test('the next receipt finds the printer that was plugged in again', async () => {
  const { printer, model, unplug, plugIn } = desk();
  model.onReceipt = unplug;
  await outcomeOf(printer.print(receipt));
  expect(await outcomeOf(printer.print(receipt))).toEqual(['absent', 'not-printed']);
  delete model.onReceipt;
  plugIn();
  expect(await outcomeOf(printer.print(receipt))).toBe('printed');
});

test('a stalled pipe is cleared for the next receipt', async () => {
  const { printer, model } = desk();
  model.stalls = 'receipt';
  expect(await outcomeOf(printer.print(receipt))).toEqual(['halted', 'unknown']);
  expect(await outcomeOf(printer.print(receipt))).toBe('printed');
});

test('receipts are printed one after the other, and a failed one is not printed again', async () => {
  const { printer, model } = desk();
  model.onReceipt = () => {
    model.stalls = 'now';
    delete model.onReceipt;
  };
  const other: Receipt = [{ kind: 'text', text: 'Two hours', align: 'left' }];
  const outcomes = await Promise.all([outcomeOf(printer.print(receipt)), outcomeOf(printer.print(other))]);
  expect(outcomes).toEqual([['halted', 'unknown'], 'printed']);
  expect(printedBy(model.taken)).toEqual([[...bytesOf(other), ...IS_ALL_DONE]]);
});

test('more than four receipts do not wait', async () => {
  const { printer } = desk();
  const all = [1, 2, 3, 4, 5].map(() => outcomeOf(printer.print(receipt)));
  expect(await Promise.all(all)).toEqual([...Array<string>(4).fill('printed'), ['busy', 'not-printed']]);
  expect(await outcomeOf(printer.print(receipt))).toBe('printed'); // there is room again
});

test('what waits when the printer is closed is not printed', async () => {
  const { printer, model, device } = desk();
  let closed: Promise<void> | undefined;
  model.onReceipt = () => void (closed ??= printer.close());
  const outcomes = [outcomeOf(printer.print(receipt)), outcomeOf(printer.print(receipt))];
  expect(await Promise.all(outcomes)).toEqual(['printed', ['absent', 'not-printed']]);
  await closed;
  expect(printedBy(model.taken)).toHaveLength(1);
  expect(device().opened).toBe(false);
});

test('an error that is none of the printer’s is not taken for one', async () => {
  const source = { open: () => Promise.reject(new RangeError('a mistake')) };
  const printer = createReceiptPrinter({ source, settings: USUAL_SETTINGS });
  await expect(printer.print(receipt)).rejects.toThrow(RangeError);
});

test.each(['not-opened', 'taken', 'unsupported'] as DeviceFault[])(
  '%s: nothing was printed',
  async (fault) => {
    const source = { open: () => Promise.reject(new DeviceError(fault)) };
    const printer = createReceiptPrinter({ source, settings: USUAL_SETTINGS });
    expect(await outcomeOf(printer.print(receipt))).toEqual([fault, 'not-printed']);
  },
);
