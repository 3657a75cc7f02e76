import { BAUD_RATES } from '#hardware/drivers/receipt-printer/serial-line';
import type { PrinterPort } from '#hardware/drivers/receipt-printer/web-serial';
import { looksLike } from '#hardware/drivers/web-serial/port-look';

const PREFIX = 'tapline-printer-port:';
const keyOf = (deviceId: string): string => PREFIX + deviceId;

/** The serial port of a till's printer; null for a printer that has none, or no printer. */
export const readPrinterPort = (storage: Storage | null, deviceId: string): PrinterPort | null =>
  readPort(storage, keyOf(deviceId));

function readPort(storage: Storage | null, key: string): PrinterPort | null {
  const [speed, vendor, product] = storage?.getItem(key)?.split(' ') ?? [];
  const baudRate = BAUD_RATES.find((rate) => String(rate) === speed);
  if (!baudRate) return null;
  if (vendor === undefined) return { baudRate, look: null };
  const look = vendor === 'none' ? {} : { usbVendorId: Number(vendor), usbProductId: Number(product) };
  return { baudRate, look };
}

/** @throws DOMException if the browser keeps nothing */
export function keepPrinterPort(storage: Storage | null, deviceId: string, port: PrinterPort | null): void {
  if (port) storage?.setItem(keyOf(deviceId), [port.baudRate, ...wordsOf(port.look)].join(' '));
  else storage?.removeItem(keyOf(deviceId));
}

function wordsOf(look: SerialPortInfo | null): (string | number)[] {
  if (!look) return [];
  return look.usbVendorId === undefined ? ['none'] : [look.usbVendorId, look.usbProductId ?? 0];
}

/** Whether a port is not that of a printer, of whichever till, as far as can be seen: it alone may be tried for a device. */
export function isNotPrinters(storage: Storage | null): (port: SerialPortInfo) => boolean {
  return (port) =>
    !keysOf(storage).some((key) => {
      const look = key.startsWith(PREFIX) ? readPort(storage, key)?.look : null;
      return look && looksLike(port, look);
    });
}

const keysOf = (storage: Storage | null): string[] =>
  Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? '');
