import type { ByteLine, LineSource } from './byte-line';
import { DeviceError } from './device-fault';
import { createListeners } from './listeners';
import { outcomeWithin } from './web-serial/outcome';
import { createPortChoice } from './web-serial/port-choice';
import { createPortLock } from './web-serial/port-lock';
import { openSerialLine } from './web-serial/serial-line';

/** 8N1. The buffer holds a third of a second at full speed: so long may the page be busy before bytes are lost. */
const OPTIONS = { baudRate: 115_200, bufferSize: 4096 } as const satisfies SerialOptions;

/** Opening takes milliseconds; a driver of the operating system that hangs must not take the page with it. */
const OPENS_WITHIN_MS = 3000;

/** What is needed of `navigator.serial`, or of what stands in for it. */
export interface SerialHost extends Pick<Serial, 'getPorts' | 'requestPort'> {
  addEventListener(type: 'connect', listener: () => void): void;
  removeEventListener(type: 'connect', listener: () => void): void;
}

export interface WebSerialParts {
  /** `navigator.serial`; undefined in a browser that has none. */
  serial: SerialHost | undefined;
  /** `navigator.locks`. */
  locks: LockManager;
  /** The name by which the pages of this browser agree on who has the device. */
  lock: string;
  /** Bits a second; 115,200 if nothing is said. */
  baudRate?: number;
  /** Which of the granted ports it may use; all if nothing is said. The others are never written to. */
  isOurs?: (port: SerialPortInfo) => boolean;
}

/**
 * Devices at a serial port, by the browser's Web Serial. Ports are found anew each time, so a line comes back by itself
 * after a reload or a replug: a port that was unplugged comes back as another object. Where several are granted, each
 * `open` begins with the next one, for a port does not tell what stands at its other end: whoever speaks to it can, and
 * says so by `prefer`.
 */
export interface WebSerial extends LineSource {
  /**
   * Lets the person choose a port, which is then granted; needs a click or a key right before. Whether one was chosen.
   * @throws DeviceError `unsupported`, `no-permission` if the browser does not let this page ask, or `alike` if that port is
   * not ours.
   */
  request(filters?: SerialPortFilter[]): Promise<boolean>;
  /** The port that was opened or chosen last; null before the first. */
  readonly port: SerialPortInfo | null;
  /** The line opened last leads to the device that was looked for: the next `open` tries such a port first. */
  prefer(): void;
}

export function createWebSerial({
  serial,
  locks,
  lock: name,
  baudRate = OPTIONS.baudRate,
  isOurs = () => true,
}: WebSerialParts): WebSerial {
  const chosen = createListeners<null>();
  const choice = createPortChoice();
  const lock = createPortLock(locks, name);

  async function open(): Promise<ByteLine> {
    if (!serial) throw new DeviceError('unsupported');
    // It also keeps two calls of one page apart: a port that is being opened refuses the second.
    const release = await lock.take();
    try {
      const port = await openFirst(await grantedPorts(serial), { ...OPTIONS, baudRate });
      choice.note(port.getInfo());
      return openSerialLine(port, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async function grantedPorts(from: SerialHost): Promise<SerialPort[]> {
    const granted = await from.getPorts().catch((cause: unknown) => {
      throw new DeviceError('no-permission', { cause });
    });
    const ports = granted.filter((port) => isOurs(port.getInfo()));
    if (ports.length === 0) throw new DeviceError(choice.last ? 'absent' : 'no-permission');
    return choice.order(ports);
  }

  return {
    get port() {
      return choice.last;
    },
    open,
    onAppeared(listener) {
      const tell = () => listener();
      serial?.addEventListener('connect', tell);
      const leaves = [chosen.add(tell), lock.onFree(tell)];
      return () => {
        serial?.removeEventListener('connect', tell);
        leaves.forEach((leave) => leave());
      };
    },
    async request(filters = []) {
      if (!serial) throw new DeviceError('unsupported');
      const port = await choosePort(serial, filters);
      if (!port) return false;
      if (!isOurs(port.getInfo())) return refuseAlike(port);
      choice.note(port.getInfo());
      choice.prefer();
      chosen.tell(null);
      return true;
    },
    prefer: choice.prefer,
  };
}

async function openFirst(ports: readonly SerialPort[], options: SerialOptions): Promise<SerialPort> {
  for (const port of ports) if (await opens(port, options)) return port;
  throw new DeviceError('not-opened');
}

async function opens(port: SerialPort, options: SerialOptions): Promise<boolean> {
  const opening = port.open(options);
  const outcome = await outcomeWithin(OPENS_WITHIN_MS, opening);
  // Nobody waits for it any more: open, it would be kept from everybody.
  if (outcome === 'late') void opening.then(() => port.close()).catch(() => undefined);
  return outcome === 'done';
}

/**
 * Lets the person choose a port; null if none was chosen.
 * @throws DeviceError `no-permission` if the browser does not let this page ask.
 */
export const choosePort = (
  serial: SerialHost,
  filters: SerialPortFilter[] = [],
): Promise<SerialPort | null> => serial.requestPort({ filters }).catch(nullIfNoneChosen);

/** Gives back a port that looks like another, so that nobody finds it among the granted ones. @throws DeviceError `alike` */
export async function refuseAlike(port: SerialPort): Promise<never> {
  await port.forget?.().catch(() => undefined); // one that is granted by policy stays
  throw new DeviceError('alike');
}

function nullIfNoneChosen(cause: unknown): null {
  if (cause instanceof DOMException && cause.name === 'NotFoundError') return null;
  throw new DeviceError('no-permission', { cause });
}
