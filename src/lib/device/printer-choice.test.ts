import { expect, test } from 'vitest';
import { keepPrinter, readPrinter, type PrinterChoice } from './printer-choice';
import { isNotPrinters } from './printer-port';

const settings = { paper: '58', codePages: 'epson' } as const;

/** A browser's storage. */
function createStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  } as unknown as Storage;
}

test.each<[string, PrinterChoice]>([
  ['over WebUSB', { settings, port: null }],
  ['at a port that is not chosen yet', { settings, port: { baudRate: 9600, look: null } }],
  ['at a port that is not of USB', { settings, port: { baudRate: 38400, look: {} } }],
  [
    'at a serial adapter',
    { settings, port: { baudRate: 115200, look: { usbVendorId: 0x1a86, usbProductId: 0x7523 } } },
  ],
])('a printer %s is kept as it was chosen, for its till alone', (_, choice) => {
  const storage = createStorage();
  keepPrinter(storage, 'sales-1', choice);
  expect(readPrinter(storage, 'sales-1')).toEqual(choice);
  expect(readPrinter(storage, 'sales-2')).toBeNull();
  keepPrinter(storage, 'sales-1', null);
  expect(readPrinter(storage, 'sales-1')).toBeNull();
});

test('a printer’s port is nobody else’s, of whichever till it is, from the moment that it is chosen', () => {
  const storage = createStorage();
  const isOurs = isNotPrinters(storage);
  const look = { usbVendorId: 0x1a86, usbProductId: 0x7523 };
  expect(isOurs(look)).toBe(true);
  keepPrinter(storage, 'sales-2', { settings, port: { baudRate: 9600, look: { usbVendorId: 0x67b } } });
  keepPrinter(storage, 'sales-1', { settings, port: { baudRate: 9600, look } });
  expect(isOurs(look)).toBe(false);
  expect(isOurs({ ...look, usbProductId: 0x43 })).toBe(true);
  keepPrinter(storage, 'sales-1', { settings, port: null });
  expect(isOurs(look)).toBe(true);
});

test('what is kept and makes no sense is no printer', () => {
  const storage = createStorage();
  storage.setItem('tapline-printer:sales-1', '59 western');
  expect(readPrinter(storage, 'sales-1')).toBeNull();
  storage.setItem('tapline-printer:sales-1', '58 western');
  storage.setItem('tapline-printer-port:sales-1', '300');
  expect(readPrinter(storage, 'sales-1')).toEqual({
    settings: { paper: '58', codePages: 'western' },
    port: null,
  });
});
