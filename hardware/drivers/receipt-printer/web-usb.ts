import { DeviceError, type DeviceFault } from '../device-fault';
import type { PrinterSource } from './printer-line';
import type { ChoosingUsbHost, UsbDevice, UsbHost } from '../usb-device';
import { pipesOf, PRINTER_CLASS, type PrinterPipes } from './usb-pipes';
import { openUsbLine } from './web-usb-line';

/**
 * Lets somebody choose among the printers that are plugged in; must be called in a click. False if nobody has chosen.
 * The browser remembers it, for ever only if the printer has a serial number or by policy.
 */
export async function chooseUsbPrinter(usb: ChoosingUsbHost | undefined): Promise<boolean> {
  if (!usb) throw new DeviceError('unsupported');
  try {
    await usb.requestDevice({ filters: [{ classCode: PRINTER_CLASS }] });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw new DeviceError('no-permission', { cause: error });
  }
}

/**
 * The printer that was once chosen in this browser; the first, if there are several. It is looked for anew each time:
 * one that was plugged in again is another object.
 */
export const usbPrinters = (usb: UsbHost | undefined): PrinterSource => ({
  async open() {
    if (!usb) throw new DeviceError('unsupported');
    const [found] = (await usb.getDevices()).flatMap((device) => {
      const pipes = pipesOf(device);
      return pipes ? [{ device, pipes }] : [];
    });
    if (!found) throw new DeviceError('absent');
    await claim(found.device, found.pipes);
    return openUsbLine(usb, found.device, found.pipes);
  },
});

async function claim(device: UsbDevice, pipes: PrinterPipes): Promise<void> {
  const { configuration, interfaceNumber, alternate } = pipes;
  await orFault('not-opened', device.open());
  try {
    if (device.configuration?.configurationValue !== configuration) {
      await orFault('not-opened', device.selectConfiguration(configuration));
    }
    await orFault('taken', device.claimInterface(interfaceNumber));
    // Choosing the one that is chosen anyway would start the printer's pipes anew, which some do not survive.
    if (alternate !== 0)
      await orFault('not-opened', device.selectAlternateInterface(interfaceNumber, alternate));
  } catch (error) {
    await device.close().catch(() => undefined); // it is given up anyway
    throw error;
  }
}

/** Whatever the step, `NotFoundError` says that the device is gone. */
async function orFault(fault: DeviceFault, step: Promise<void>): Promise<void> {
  try {
    await step;
  } catch (error) {
    throw new DeviceError(isNotFound(error) ? 'absent' : fault, { cause: error });
  }
}

const isNotFound = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotFoundError';
