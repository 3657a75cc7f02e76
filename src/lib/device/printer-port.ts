import { BAUD_RATES } from '#hardware/drivers/receipt-printer/serial-line';
import type { PrinterPort } from '#hardware/drivers/receipt-printer/web-serial';
import { looksLike } from '#hardware/drivers/web-serial/port-look';

const keyOf = (deviceId: string): string => `tapline-printer-port:${deviceId}`;

/** The serial port of a till's printer; null for a printer that has none, or no printer. */
export function readPrinterPort(storage: Storage | null, deviceId: string): PrinterPort | null {
  const [speed, vendor, product] = storage?.getItem(keyOf(deviceId))?.split(' ') ?? [];
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

/** Whether a port is not that of this till's printer, as far as can be seen: it alone may be tried for another device. */
export function isNotPrinters(storage: Storage | null, deviceId: string): (port: SerialPortInfo) => boolean {
  return (port) => {
    const look = readPrinterPort(storage, deviceId)?.look;
    return !look || !looksLike(port, look);
  };
}
