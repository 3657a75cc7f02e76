import { createWebSerial, type SerialHost, type WebSerial } from '#hardware/drivers/web-serial';
import { usbSerial } from '#hardware/drivers/web-serial/usb-serial';
import { isNotPrinters } from './printer-port';
import { usb } from './usb';

/** Pages of one browser agree by this name on who has the device. */
const LOCK = 'tapline-device';

/** Browsers on Android have WebUSB, and not all of them Web Serial; undefined in a browser that has neither. */
export function serialHost(): SerialHost | undefined {
  const { serial } = navigator as { serial?: Serial };
  const host = usb();
  return serial ?? (host && usbSerial(host));
}

/** Serial ports of boards and readers: what is written to find one would stand on a printer's paper. */
export const openSerial = (storage: Storage | null): WebSerial =>
  createWebSerial({
    serial: serialHost(),
    locks: navigator.locks,
    lock: LOCK,
    isOurs: isNotPrinters(storage),
  });
