type Step = 'open' | 'cancel' | 'abort' | 'close';

/** A SerialPort as its standard has it, and the hands that pull at it. */
export interface PortDouble {
  port: SerialPort;
  /** What was written to it. */
  sent: number[];
  /** What was done to its streams and to itself, but for reading and writing. */
  steps: Step[];
  /** What it refuses, or begins and does not end until `goOn`. */
  faults: { refuses: 'open' | 'write' | null; hangsAt: Step | 'write' | null };
  readonly isOpen: boolean;
  /** With which speed it was opened last, in bits a second. */
  readonly baudRate: number;
  receive(...bytes: number[]): void;
  /** The stream ends with this error; the port has a new one unless the device is lost. */
  failReading(name: string): void;
  goOn(): void;
}

export function createPortDouble(usbProductId = 0x43): PortDouble {
  const sent: number[] = [];
  const steps: Step[] = [];
  const faults: PortDouble['faults'] = { refuses: null, hangsAt: null };
  let isOpen = false;
  let baudRate = 0;
  let isLost = false;
  let readable: ReadableStream<Uint8Array> | null = null;
  let writable: WritableStream<Uint8Array> | null = null;
  let incoming: ReadableStreamDefaultController<Uint8Array> | undefined;
  let goOn = (): void => undefined;

  async function mayHang(at: Step | 'write'): Promise<void> {
    if (at !== 'write') steps.push(at);
    if (faults.hangsAt === at) await new Promise<void>((resolve) => (goOn = resolve));
  }

  const port = {
    getInfo: () => ({ usbVendorId: 0x2341, usbProductId }),
    get readable() {
      if (!isOpen || isLost) return null;
      return (readable ??= new ReadableStream({
        start: (controller) => void (incoming = controller),
        async cancel() {
          await mayHang('cancel');
          readable = null;
        },
      }));
    },
    get writable() {
      if (!isOpen || isLost) return null;
      return (writable ??= new WritableStream({
        async write(chunk) {
          if (faults.refuses === 'write') throw new DOMException('', 'NetworkError');
          await mayHang('write');
          sent.push(...chunk);
        },
        async abort() {
          await mayHang('abort');
          writable = null;
        },
      }));
    },
    async open(options: SerialOptions) {
      if (isOpen) throw new DOMException('The port is already open.', 'InvalidStateError');
      if (faults.refuses === 'open') throw new DOMException('Failed to open serial port.', 'NetworkError');
      await mayHang('open');
      baudRate = options.baudRate;
      isOpen = true;
    },
    async close() {
      if (!isOpen) throw new DOMException('The port is already closed.', 'InvalidStateError');
      await Promise.all([readable?.cancel(), writable?.abort()]); // refused while somebody holds one
      await mayHang('close');
      isOpen = false;
    },
  };

  return {
    port: port as unknown as SerialPort,
    sent,
    steps,
    faults,
    get isOpen() {
      return isOpen;
    },
    get baudRate() {
      return baudRate;
    },
    receive: (...bytes) => incoming?.enqueue(new Uint8Array(bytes)),
    failReading(name) {
      readable = null;
      isLost = name === 'NetworkError';
      incoming?.error(new DOMException('', name));
    },
    goOn: () => goOn(),
  };
}

/** `navigator.serial` with these ports granted; `choice` is what the person will do in the chooser. */
export function createSerialDouble(ports: PortDouble[], choice?: PortDouble | DOMException): Serial {
  const serial = {
    getPorts: async () => ports.map(({ port }) => port),
    requestPort: async () => {
      if (!choice || choice instanceof DOMException) throw choice ?? new DOMException('', 'NotFoundError');
      if (!ports.includes(choice)) ports.push(choice);
      choice.port.forget = async () => void ports.splice(ports.indexOf(choice), 1);
      return choice.port;
    },
  };
  return Object.assign(new EventTarget(), serial) as unknown as Serial;
}
