import { SerialPort } from 'serialport';
import type { ByteLine, LineSource } from '../drivers/byte-line';
import { DeviceError, type DeviceFault } from '../drivers/device-fault';
import { createListeners } from '../drivers/listeners';
import { findPort, type PortChoice } from './find-port';

/** Never 1200: boards with USB of their own take that for a call to their boot loader. */
const BAUD_RATE = 115_200;
const OPEN_WITHIN_MS = 5000;
/** What was written last, BYE above all, gets this long to leave; a board that hangs takes nothing. */
const DRAIN_WITHIN_MS = 500;
const CLOSE_WITHIN_MS = 2000;

/** Lines to a board at a serial port of this machine. */
export function createSerialSource(choice: PortChoice): LineSource {
  return {
    open: async () => openPort(await findPort(choice)),
    // Nobody tells a program of new ports alike on every system; the driver tries again every second or so.
    onAppeared: () => () => undefined,
  };
}

async function openPort(path: string): Promise<ByteLine> {
  const port = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false });
  await opened(port);
  return lineOf(port);
}

function opened(port: SerialPort): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      port.once('open', () => port.close());
      reject(new DeviceError('not-opened'));
    }, OPEN_WITHIN_MS);
    port.open((cause) => {
      clearTimeout(timer);
      if (cause) reject(new DeviceError(faultOf(cause), { cause }));
      else resolve();
    });
  });
}

/** The library tells what happened in words alone. */
const FAULTS: readonly [RegExp, DeviceFault][] = [
  [/no such (file|device)|file not found/i, 'absent'],
  [/cannot lock|busy|access denied/i, 'taken'],
  [/permission denied/i, 'no-permission'],
];

const faultOf = ({ message }: Error): DeviceFault =>
  FAULTS.find(([words]) => words.test(message))?.[1] ?? 'not-opened';

function lineOf(port: SerialPort): ByteLine {
  const bytes = createListeners<Uint8Array>();
  const lost = createListeners<DeviceFault>();
  let isOver = false;
  let closing: Promise<void> | null = null;

  const lose = (): void => {
    if (isOver) return;
    isOver = true;
    lost.tell('unplugged');
  };
  port.on('data', (chunk: Buffer) => {
    if (!isOver) bytes.tell(chunk);
  });
  port.on('close', lose);
  port.on('error', lose);

  return {
    write(data) {
      if (!isOver) port.write(data);
    },
    onBytes: bytes.add,
    onLost: lost.add,
    close() {
      isOver = true;
      closing ??= shut(port);
      return closing;
    },
  };
}

async function shut(port: SerialPort): Promise<void> {
  if (port.isOpen) await within(DRAIN_WITHIN_MS, (done) => port.drain(done));
  if (port.isOpen) await within(CLOSE_WITHIN_MS, (done) => port.close(done));
}

/** Until it has called back, however it went, but no longer. */
function within(ms: number, act: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    act(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
