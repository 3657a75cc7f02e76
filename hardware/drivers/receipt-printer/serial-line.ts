import type { ByteLine, LineSource } from '../byte-line';
import { DeviceError, type DeviceFault } from '../device-fault';
import type { PrinterLine, PrinterSource } from './printer-line';

/** On the wire a byte is ten bits: a start and a stop around it. Two clocks may differ by a few percent. */
const BITS_PER_BYTE = 10.4;
/** From the page to the wire: the browser, the adapter's buffer. */
const ON_THE_WAY_MS = 200;

/** What printers are set to, in bits a second. */
export const BAUD_RATES = [9600, 19200, 38400, 57600, 115200] as const;
export type BaudRate = (typeof BAUD_RATES)[number];
/** Fits most. */
export const USUAL_RATE: BaudRate = 9600;

/** Printers on a serial line, at the speed in bits a second that the line is opened with. */
export const serialPrinters = (source: LineSource, baudRate: BaudRate): PrinterSource => ({
  open: async () => printerLineOver(await source.open(), baudRate),
});

/** A line of bytes does not tell when they are out, and closing it would cut them off: so as long as they take is waited. */
function printerLineOver(line: ByteLine, baudRate: BaudRate): PrinterLine {
  let lost: DeviceFault | null = null;
  let sentAt = -Infinity;
  line.onLost((fault) => (lost = fault));

  async function send(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    line.write(bytes);
    await pause((bytes.length * BITS_PER_BYTE * 1000) / baudRate);
    sentAt = performance.now();
    if (lost) throw new DeviceError(lost);
  }

  async function close(): Promise<void> {
    if (!lost) await pause(sentAt + ON_THE_WAY_MS - performance.now());
    await line.close();
  }

  return { send, onBytes: line.onBytes, onLost: line.onLost, isOutOfPaper: async () => false, close };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));
