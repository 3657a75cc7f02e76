import type { ChoosingUsbHost, UsbDevice, UsbEvent, UsbInResult } from '#hardware/drivers/usb-device';

/** A board that has USB of its own, as WebUSB shows it: CDC-ACM, control interface 0 and data interface 1. */
export interface CdcDouble {
  device: UsbDevice;
  /** What was written to it. */
  sent: number[];
  /** Class requests, in order: request and value, of SET_LINE_CODING the seven bytes. */
  controls: (readonly number[])[];
  claimed: Set<number>;
  /** It takes no bytes any more; or it no longer answers to class requests. */
  faults: { hangsAtWrite: boolean; refusesControl: boolean };
  /** Transfers that wait for bytes, now. */
  readonly waiting: number;
  /** One transfer ends with these bytes, of which there may be none. */
  receive(...bytes: number[]): void;
  unplug(): void;
}

const bulk = (endpointNumber: number, direction: 'in' | 'out') =>
  ({ endpointNumber, direction, type: 'bulk', packetSize: 64 }) as const;

export function createCdcDouble(): CdcDouble {
  const sent: number[] = [];
  const controls: (readonly number[])[] = [];
  const claimed = new Set<number>();
  const faults = { hangsAtWrite: false, refusesControl: false };
  const pending = new Set<{ resolve(result: UsbInResult): void; reject(error: unknown): void }>();
  let isOpen = false;

  const underWay = () =>
    new Promise<UsbInResult>((resolve, reject) => {
      pending.add({ resolve, reject });
    });

  function callOff(name: string): void {
    isOpen = false;
    claimed.clear();
    for (const { reject } of pending) reject(new DOMException('', name));
    pending.clear();
  }

  const device = {
    vendorId: 0x2341,
    productId: 0x8036,
    get opened() {
      return isOpen;
    },
    configuration: { configurationValue: 1 },
    configurations: [
      {
        configurationValue: 1,
        interfaces: [
          { interfaceNumber: 0, alternates: [{ alternateSetting: 0, interfaceClass: 2, endpoints: [] }] },
          {
            interfaceNumber: 1,
            alternates: [
              { alternateSetting: 0, interfaceClass: 10, endpoints: [bulk(2, 'out'), bulk(3, 'in')] },
            ],
          },
        ],
      },
    ],
    open: async () => void (isOpen = true),
    close: async () => callOff('AbortError'),
    claimInterface: async (interfaceNumber: number) => void claimed.add(interfaceNumber),
    async controlTransferOut({ request, value }: { request: number; value: number }, data?: ArrayBuffer) {
      if (faults.refusesControl) throw new DOMException('', 'NetworkError');
      controls.push(data ? [request, ...new Uint8Array(data)] : [request, value]);
      return { status: 'ok' };
    },
    transferIn: underWay,
    async transferOut(_: number, data: Uint8Array) {
      if (faults.hangsAtWrite) await underWay();
      sent.push(...data);
      return { status: 'ok', bytesWritten: data.length };
    },
  };

  return {
    device: device as unknown as UsbDevice,
    sent,
    controls,
    claimed,
    faults,
    get waiting() {
      return pending.size;
    },
    receive(...bytes) {
      const [oldest] = pending;
      if (!oldest) throw new Error('nobody asked for bytes');
      pending.delete(oldest);
      oldest.resolve({ status: 'ok', data: new DataView(Uint8Array.from(bytes).buffer) });
    },
    unplug: () => callOff('NetworkError'),
  };
}

/** `navigator.usb` with these devices granted; `choice` is what the person will do in the chooser. */
export function createUsbHostDouble(devices: UsbDevice[], choice?: UsbDevice) {
  const asked: unknown[] = [];
  const connecting = new Set<(event: UsbEvent) => void>();
  const host: ChoosingUsbHost = {
    getDevices: async () => [...devices],
    addEventListener(type, listener) {
      if (type === 'connect') connecting.add(listener);
    },
    removeEventListener: (_, listener) => void connecting.delete(listener),
    async requestDevice(options) {
      asked.push(options);
      if (!choice) throw new DOMException('', 'NotFoundError');
      devices.push(choice);
      return choice;
    },
  };
  const plugIn = (device: UsbDevice) => {
    devices.push(device);
    for (const listener of connecting) listener({ device });
  };
  return { host, asked, plugIn };
}
