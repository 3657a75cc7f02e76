import { DeviceError } from '../device-fault';
import {
  choosePort,
  createWebSerial,
  refuseAlike,
  type SerialHost,
  type WebSerialParts,
} from '../web-serial';
import { looksLike } from '../web-serial/port-look';
import type { PrinterSource } from './printer-line';
import { serialPrinters, type BaudRate } from './serial-line';

/** The serial port of a printer. */
export interface PrinterPort {
  baudRate: BaudRate;
  /** How it looks; null for one that is not chosen yet. */
  look: SerialPortInfo | null;
}

/** Pages of one browser agree by this name and the port's look on who prints. */
const LOCK = 'tapline-printer';

/**
 * Lets somebody choose the port of a printer; must be called in a click. How it looks; null if nobody has chosen.
 * @param isTaken whether a device that works stands at the port that looks so
 * @throws DeviceError `taken`, `alike` if another port looks the same; as `WebSerial.request`.
 */
export async function chooseSerialPrinter(
  serial: SerialHost | undefined,
  isTaken: (look: SerialPortInfo) => boolean,
): Promise<SerialPortInfo | null> {
  if (!serial) throw new DeviceError('unsupported');
  const port = await choosePort(serial);
  if (!port) return null;
  const look = port.getInfo();
  if ((await portsLike(serial, look)).length > 1) return refuseAlike(port);
  if (isTaken(look)) throw new DeviceError('taken');
  return look;
}

export interface SerialPrinterParts extends Pick<WebSerialParts, 'serial' | 'locks'> {
  port: PrinterPort;
}

/** The printer at the port that looks so, which alone is written to: if there is another like it, none is. */
export function webSerialPrinters({
  serial,
  locks,
  port: { baudRate, look },
}: SerialPrinterParts): PrinterSource {
  if (!look) return { open: () => Promise.reject(new DeviceError('no-permission')) };
  const lock = `${LOCK} ${look.usbVendorId}:${look.usbProductId}`;
  const isOurs = (one: SerialPortInfo) => looksLike(one, look);
  const printers = serialPrinters(createWebSerial({ serial, locks, lock, baudRate, isOurs }), baudRate);
  return {
    async open() {
      const ports = serial ? await portsLike(serial, look) : [];
      if (ports.length > 1) throw new DeviceError('alike');
      if (serial && ports.length === 0) throw new DeviceError('absent');
      return printers.open();
    },
  };
}

async function portsLike(serial: SerialHost, look: SerialPortInfo): Promise<SerialPort[]> {
  const ports = await serial.getPorts().catch((cause: unknown) => {
    throw new DeviceError('no-permission', { cause });
  });
  return ports.filter((port) => looksLike(port.getInfo(), look));
}
