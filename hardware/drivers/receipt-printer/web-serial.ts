import { DeviceError } from '../device-fault';
import { choosePort, createWebSerial, type SerialHost, type WebSerialParts } from '../web-serial';
import { looksLike } from '../web-serial/port-look';
import type { PrinterSource } from './printer-line';
import { serialPrinters, type BaudRate } from './serial-line';

/** The serial port of a printer. */
export interface PrinterPort {
  baudRate: BaudRate;
  /** How it looks; null for one that is not chosen yet. */
  look: SerialPortInfo | null;
}

/** Pages of one browser agree by this name on who prints. */
const LOCK = 'tapline-printer';

/**
 * Lets somebody choose the port of a printer; must be called in a click. How it looks; null if nobody has chosen.
 * @throws DeviceError `taken` by a device of this page, `alike` if another port looks the same; as `WebSerial.request`.
 */
export async function chooseSerialPrinter(serial: SerialHost | undefined): Promise<SerialPortInfo | null> {
  if (!serial) throw new DeviceError('unsupported');
  const port = await choosePort(serial);
  if (!port) return null;
  if (port.readable) throw new DeviceError('taken');
  const look = port.getInfo();
  const alike = (await serial.getPorts()).filter((other) => looksLike(other.getInfo(), look));
  if (alike.length > 1) throw new DeviceError('alike');
  return look;
}

export interface SerialPrinterParts extends Pick<WebSerialParts, 'serial' | 'locks'> {
  port: PrinterPort;
}

/** The printer at the port that looks so, which alone is written to. */
export function webSerialPrinters({ serial, locks, port }: SerialPrinterParts): PrinterSource {
  const { baudRate, look } = port;
  const isOurs = (one: SerialPortInfo) => look !== null && looksLike(one, look);
  return serialPrinters(createWebSerial({ serial, locks, lock: LOCK, baudRate, isOurs }), baudRate);
}
