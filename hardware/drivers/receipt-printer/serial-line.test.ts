import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ByteLine, LineSource } from '../byte-line';
import { DeviceError, type DeviceFault } from '../device-fault';
import { createListeners } from '../listeners';
import { createReceiptPrinter } from './printer';
import { serialPrinters } from './serial-line';
import { createPrinterModel, takeBytes } from '../../../tests/kit/printer-model';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A printer on a serial line, and when its line was closed. */
function serialPrinter() {
  const model = createPrinterModel();
  const lost = createListeners<DeviceFault>();
  const heard = createListeners<Uint8Array>();
  const closedAt: number[] = [];
  const line: ByteLine = {
    write: (bytes) => heard.tell(Uint8Array.from(takeBytes(model, bytes))),
    onBytes: heard.add,
    onLost: lost.add,
    close: async () => void closedAt.push(Date.now()),
  };
  const source: LineSource = { open: async () => line, onAppeared: () => () => undefined };
  return { model, lost, closedAt, source };
}

const settings = { paper: '58', codePages: 'western' } as const;

test('a printer that answers has printed the receipt', async () => {
  const { source } = serialPrinter();
  const printing = createReceiptPrinter({ source: serialPrinters(source, 9600), settings }).print([
    { kind: 'rule' },
  ]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await printing).toBe('printed');
});

test('the line of one that says nothing stays open until the last byte is out', async () => {
  const { source, model, closedAt } = serialPrinter();
  model.isMute = true;
  const begun = Date.now();
  const printing = createReceiptPrinter({ source: serialPrinters(source, 9600), settings }).print([
    { kind: 'rule' },
  ]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await printing).toBe('sent');
  const bytes = model.taken.flat().length;
  expect((closedAt[0] ?? 0) - begun).toBeGreaterThan(600 + (bytes * 10_000 * 1.03) / 9600);
});

test('a line that is lost while bytes are on their way has perhaps printed them', async () => {
  const { source, model, lost } = serialPrinter();
  model.isMute = true;
  const printer = createReceiptPrinter({ source: serialPrinters(source, 9600), settings });
  const printing = expect(printer.print([{ kind: 'rule' }])).rejects.toMatchObject({
    fault: 'unplugged',
    outcome: 'unknown',
  });
  await vi.advanceTimersByTimeAsync(510);
  lost.tell('unplugged');
  await vi.advanceTimersByTimeAsync(5000);
  await printing;
});

test('a line that cannot be opened has printed nothing', async () => {
  const source: LineSource = {
    open: () => Promise.reject(new DeviceError('taken')),
    onAppeared: () => () => undefined,
  };
  const printer = createReceiptPrinter({ source: serialPrinters(source, 9600), settings });
  await expect(printer.print([])).rejects.toMatchObject({ fault: 'taken', outcome: 'not-printed' });
});
