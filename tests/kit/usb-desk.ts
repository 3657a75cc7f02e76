import type {
  UsbAlternate,
  UsbConfiguration,
  UsbDevice,
  UsbEvent,
  UsbHost,
  UsbInResult,
  UsbOutResult,
} from '#hardware/drivers/usb-device';
import { createPrinterModel, isReceipt, portStatus, takeBytes, type PrinterModel } from './printer-model';

/** A USB printer as `navigator.usb` shows it. */
export interface UsbDouble extends UsbDevice {
  /** Another program holds its interface. */
  isTaken: boolean;
  /** The operating system does not let it be opened. */
  isForbidden: boolean;
  /** What was asked of it, in order. */
  readonly calls: string[];
  /** Bytes that nobody has asked for. */
  say(...bytes: number[]): void;
  vanish(): void;
}

const PRINTER_INTERFACE: UsbAlternate = {
  alternateSetting: 0,
  interfaceClass: 7,
  endpoints: [
    { endpointNumber: 1, direction: 'out', type: 'bulk' },
    { endpointNumber: 2, direction: 'in', type: 'bulk' },
  ],
};

export interface UsbDesk {
  host: UsbHost;
  /** Behind the device, whichever object that is. */
  model: PrinterModel;
  listeners: Record<'connect' | 'disconnect', Set<(event: UsbEvent) => void>>;
  device(): UsbDouble;
  /** Each time it is another object. */
  plugIn(changes?: Partial<UsbAlternate>): UsbDouble;
  unplug(): void;
}

/** Where one printer can be plugged in, with `navigator.usb` as its specification says and Chromium's errors. */
export function usbDesk(): UsbDesk {
  const model = createPrinterModel();
  const listeners = {
    connect: new Set<(event: UsbEvent) => void>(),
    disconnect: new Set<(event: UsbEvent) => void>(),
  };
  let device = createUsbDouble(model, PRINTER_INTERFACE);
  let isPlugged = true;
  const host: UsbHost = {
    getDevices: async () => (isPlugged ? [device] : []),
    addEventListener: (type, listener) => void listeners[type].add(listener),
    removeEventListener: (type, listener) => void listeners[type].delete(listener),
  };
  const tell = (type: 'connect' | 'disconnect') => {
    for (const listener of [...listeners[type]]) listener({ device });
  };
  return {
    host,
    model,
    listeners,
    device: () => device,
    plugIn(changes: Partial<UsbAlternate> = {}): UsbDouble {
      device = createUsbDouble(model, { ...PRINTER_INTERFACE, ...changes });
      isPlugged = true;
      tell('connect');
      return device;
    },
    unplug(): void {
      isPlugged = false;
      device.vanish();
      tell('disconnect');
    },
  };
}

const refusals = {
  gone: () => new DOMException('The device was disconnected.', 'NotFoundError'),
  denied: () => new DOMException('Access denied.', 'SecurityError'),
  claim: () => new DOMException('Unable to claim interface.', 'NetworkError'),
  transfer: () => new DOMException('A transfer error has occurred.', 'NetworkError'),
  cancelled: () => new DOMException('The transfer was cancelled.', 'AbortError'),
  closed: () => new DOMException('The device must be opened first.', 'InvalidStateError'),
  endpoint: () =>
    new DOMException(
      'The specified endpoint is not part of a claimed and selected alternate interface.',
      'NotFoundError',
    ),
};

function createUsbDouble(model: PrinterModel, alternate: UsbAlternate): UsbDouble {
  const calls: string[] = [];
  const answers: number[] = [];
  /** Transfers on their way. */
  const pending = new Set<(error: DOMException) => void>();
  const readers: ((result: UsbInResult) => void)[] = [];
  const configuration: UsbConfiguration = {
    configurationValue: 1,
    interfaces: [{ interfaceNumber: 0, alternates: [alternate] }],
  };
  let chosen: UsbConfiguration | null = null;
  let isOpen = false;
  let isClaimed = false;
  let isGone = false;

  function demand(endpoint?: number): void {
    if (isGone) throw refusals.gone();
    if (!isOpen) throw refusals.closed();
    const isThere = alternate.endpoints.some(({ endpointNumber }) => endpointNumber === endpoint);
    if (endpoint !== undefined && !(isClaimed && isThere)) throw refusals.endpoint();
  }

  const onItsWay = <T>(start: (resolve: (value: T) => void) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      pending.add(reject);
      start((value) => {
        pending.delete(reject);
        resolve(value);
      });
    });

  function endAll(error: DOMException): void {
    for (const reject of [...pending]) reject(error);
    pending.clear();
    readers.length = 0;
  }

  function answer(bytes: number[]): void {
    answers.push(...bytes);
    if (answers.length === 0) return;
    const data = new DataView(Uint8Array.from(answers).buffer);
    const reader = readers.shift();
    if (!reader) return;
    answers.length = 0;
    reader({ status: 'ok', data });
  }

  async function transferOut(endpoint: number, bytes: Uint8Array<ArrayBuffer>): Promise<UsbOutResult> {
    demand(endpoint);
    if (isReceipt(bytes)) model.onReceipt?.();
    if (isReceipt(bytes) && model.stalls === 'receipt') model.stalls = 'now';
    if (isGone) throw refusals.transfer();
    if (model.stalls === 'now') return { status: 'stall', bytesWritten: 0 };
    if (model.takesNothing) return onItsWay(() => undefined);
    answer(takeBytes(model, bytes));
    return { status: 'ok', bytesWritten: bytes.length };
  }

  return {
    calls,
    isTaken: false,
    isForbidden: false,
    configurations: [configuration],
    get configuration() {
      return chosen;
    },
    get opened() {
      return isOpen;
    },
    async open() {
      if (isGone) throw refusals.gone();
      if (this.isForbidden) throw refusals.denied();
      isOpen = true;
    },
    async close() {
      if (isGone) throw refusals.gone();
      isOpen = isClaimed = false;
      endAll(refusals.cancelled());
    },
    async selectConfiguration(value) {
      demand();
      calls.push(`configuration ${value}`);
      chosen = configuration;
    },
    async claimInterface(number) {
      demand();
      calls.push(`claim ${number}`);
      if (this.isTaken) throw refusals.claim();
      isClaimed = true;
    },
    async selectAlternateInterface(number, setting) {
      demand();
      calls.push(`alternate ${number} ${setting}`);
    },
    async clearHalt(direction, endpoint) {
      demand(endpoint);
      calls.push(`clear ${direction}`);
      if (direction === 'out') model.stalls = 'no';
    },
    transferOut,
    async transferIn(endpoint) {
      demand(endpoint);
      const read = onItsWay<UsbInResult>((resolve) => readers.push(resolve));
      answer([]);
      return read;
    },
    async controlTransferIn() {
      demand();
      return { status: 'ok', data: new DataView(Uint8Array.of(portStatus(model)).buffer) };
    },
    say: (...bytes) => answer(bytes),
    vanish() {
      isGone = true;
      isOpen = isClaimed = false;
      endAll(refusals.transfer());
    },
  };
}
