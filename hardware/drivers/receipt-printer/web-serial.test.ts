import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLocksDouble } from '../../../tests/kit/locks-double';
import { createPortDouble, createSerialDouble, type PortDouble } from '../../../tests/kit/serial-double';
import type { DeviceError } from '../device-fault';
import { createReceiptPrinter } from './printer';
import { chooseSerialPrinter, webSerialPrinters, type PrinterPort } from './web-serial';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settings = { paper: '58', codePages: 'western' } as const;
const fault = (name: string) => expect.objectContaining({ fault: name }) as unknown;

function printerAt(ports: PortDouble[], look: PrinterPort['look']) {
  const port = { baudRate: 19200, look } as const;
  const source = webSerialPrinters({
    serial: createSerialDouble(ports),
    locks: createLocksDouble(),
    port,
  });
  return createReceiptPrinter({ source, settings });
}

/** Prints a line, on a printer that says nothing; what has become of it. */
async function print(printer: ReturnType<typeof printerAt>): Promise<string> {
  const printing = printer.print([{ kind: 'rule' }]).catch((error: unknown) => (error as DeviceError).fault);
  await vi.advanceTimersByTimeAsync(20_000);
  return printing;
}

test('prints at the port that was chosen, with its speed, and at no other', async () => {
  const [board, paper] = [createPortDouble(1), createPortDouble(2)];
  expect(await print(printerAt([board, paper], paper.port.getInfo()))).toBe('sent');
  expect(paper).toMatchObject({ baudRate: 19200, isOpen: false });
  expect(paper.sent.length).toBeGreaterThan(32);
  expect(board.steps).toEqual([]);
});

test('without a port that looks so, or before one is chosen, nothing is printed anywhere', async () => {
  const board = createPortDouble(1);
  expect(await print(printerAt([board], { usbVendorId: 0x2341, usbProductId: 2 }))).toBe('no-permission');
  expect(await print(printerAt([board], null))).toBe('no-permission');
  expect(board.steps).toEqual([]);
});

test('the port that is chosen is told by its look', async () => {
  const chosen = createPortDouble(2);
  const look = await chooseSerialPrinter(createSerialDouble([createPortDouble(1)], chosen));
  expect(look).toEqual(chosen.port.getInfo());
  expect(await chooseSerialPrinter(createSerialDouble([]))).toBeNull();
});

test('a port that looks like another is refused', async () => {
  const serial = createSerialDouble([createPortDouble(2)], createPortDouble(2));
  await expect(chooseSerialPrinter(serial)).rejects.toEqual(fault('alike'));
});

test('the port that a device of this page has is refused', async () => {
  const board = createPortDouble(1);
  await board.port.open({ baudRate: 115_200 });
  await expect(chooseSerialPrinter(createSerialDouble([], board))).rejects.toEqual(fault('taken'));
});

test('a browser without Web Serial, or that does not let a page ask, says so', async () => {
  await expect(chooseSerialPrinter(undefined)).rejects.toEqual(fault('unsupported'));
  const serial = createSerialDouble([], new DOMException('', 'SecurityError'));
  await expect(chooseSerialPrinter(serial)).rejects.toEqual(fault('no-permission'));
});
