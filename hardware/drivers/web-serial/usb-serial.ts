import type { ChoosingUsbHost } from '../usb-device';
import type { SerialHost } from '../web-serial';

/** The class of a CDC control interface, by which boards with USB of their own show that they are a serial port. */
const COMMUNICATIONS_CLASS = 2;

/**
 * Serial ports over WebUSB, for a browser without Web Serial. Only boards that have USB of their own (CDC-ACM) are such:
 * a chip in between, as CH340 or FTDI, speaks its maker's language. The code for it is loaded with the first use.
 */
export function usbSerial(usb: ChoosingUsbHost): SerialHost {
  const load = () => import('./usb-serial-port');
  return {
    async getPorts() {
      const [{ portsOf }, devices] = await Promise.all([load(), usb.getDevices()]);
      return portsOf(devices);
    },
    async requestPort() {
      // First of all, as long as the click is fresh.
      const device = await usb.requestDevice({ filters: [{ classCode: COMMUNICATIONS_CLASS }] });
      const { portsOf } = await load();
      const [port] = portsOf([device]);
      if (!port) throw new DOMException('A device without a serial port was chosen.', 'NotFoundError');
      return port;
    },
    addEventListener: (type, listener) => usb.addEventListener(type, listener),
    removeEventListener: (type, listener) => usb.removeEventListener(type, listener),
  };
}
