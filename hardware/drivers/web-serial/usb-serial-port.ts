import { SerialPort as PolyfillPort } from 'web-serial-polyfill';
import type { UsbDevice, UsbInResult } from '../usb-device';
import { outcomeWithin } from './outcome';

/** Less than the line waits for it. */
const CLOSES_WITHIN_MS = 300;

/** The serial ports among these devices. */
export const portsOf = (devices: readonly UsbDevice[]): SerialPort[] =>
  devices.flatMap((device) => {
    try {
      return [new UsbSerialPort(device) as unknown as SerialPort];
    } catch {
      return []; // it has no interface of that kind, and the constructor says so by throwing
    }
  });

class UsbSerialPort extends PolyfillPort {
  constructor(private readonly usb: UsbDevice) {
    super(withOneTransfer(usb));
  }

  /**
   * The streams of a device that takes no bytes, or refuses to hear that the host goes away, do not end by themselves.
   * Closing the device calls off whatever is under way, and lets others have it.
   */
  override async close(): Promise<void> {
    await outcomeWithin(CLOSES_WITHIN_MS, super.close());
    if (this.usb.opened) await outcomeWithin(CLOSES_WITHIN_MS, this.usb.close());
  }
}

/**
 * The polyfill (1.0.15) asks for bytes twice for each chunk that comes, and so would have more and more transfers under
 * way, until the system has no memory for them. Here it has one. What it asks beyond that is never answered, and need not
 * be: with each chunk it asks again.
 */
function withOneTransfer(device: UsbDevice): UsbDevice {
  let isUnderWay = false;

  async function transferIn(endpoint: number, length: number): Promise<UsbInResult> {
    if (isUnderWay) return new Promise<never>(() => undefined);
    isUnderWay = true;
    try {
      return await someBytes(device, endpoint, length);
    } finally {
      isUnderWay = false;
    }
  }

  return new Proxy(device, {
    get(target, name) {
      if (name === 'transferIn') return transferIn;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** A packet without bytes only says that the one before was the last: a byte stream would break of it. */
async function someBytes(device: UsbDevice, endpoint: number, length: number): Promise<UsbInResult> {
  for (;;) {
    const result = await device.transferIn(endpoint, length);
    if (result.status !== 'ok' || result.data?.byteLength !== 0) return result;
  }
}
