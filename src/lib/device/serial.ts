import type { SerialHost } from '#hardware/drivers/web-serial';
import { usbSerial } from '#hardware/drivers/web-serial/usb-serial';
import { usb } from './usb';

/** Browsers on Android have WebUSB, and not all of them Web Serial; undefined in a browser that has neither. */
export function serialHost(): SerialHost | undefined {
  const { serial } = navigator as { serial?: Serial };
  const host = usb();
  return serial ?? (host && usbSerial(host));
}
