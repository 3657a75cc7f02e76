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
  expect(await print(printerAt([board], { usbVendorId: 0x2341, usbProductId: 2 }))).toBe('absent');
  expect(await print(printerAt([board], null))).toBe('no-permission');
  expect(board.steps).toEqual([]);
});

test('where two ports look alike nothing is printed at either', async () => {
  const ports = [createPortDouble(2), createPortDouble(2)];
  const printer = printerAt(ports, ports[0]?.port.getInfo() ?? null);
  for (let times = 0; times < 2; times++) expect(await print(printer)).toBe('alike');
  expect(ports.flatMap(({ steps }) => steps)).toEqual([]);
});

const isFree = () => false;

test('the port that is chosen is told by its look', async () => {
  const chosen = createPortDouble(2);
  const look = await chooseSerialPrinter(createSerialDouble([createPortDouble(1)], chosen), isFree);
  expect(look).toEqual(chosen.port.getInfo());
  expect(await chooseSerialPrinter(createSerialDouble([]), isFree)).toBeNull();
});

test('a port that looks like another is refused, and given back', async () => {
  const [board, chosen] = [createPortDouble(2), createPortDouble(2)];
  const serial = createSerialDouble([board], chosen);
  await expect(chooseSerialPrinter(serial, isFree)).rejects.toEqual(fault('alike'));
  expect(await serial.getPorts()).toEqual([board.port]);
});

test('the port at which a device works is refused', async () => {
  const board = createPortDouble(1);
  const serial = createSerialDouble([], board);
  await expect(chooseSerialPrinter(serial, () => true)).rejects.toEqual(fault('taken'));
});

test('a browser without Web Serial, or that does not let a page ask, says so', async () => {
  await expect(chooseSerialPrinter(undefined, isFree)).rejects.toEqual(fault('unsupported'));
  const serial = createSerialDouble([], new DOMException('', 'SecurityError'));
  await expect(chooseSerialPrinter(serial, isFree)).rejects.toEqual(fault('no-permission'));
});
