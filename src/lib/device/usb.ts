import type { ChoosingUsbHost } from '#hardware/drivers/usb-device';

/** WebUSB, of which TypeScript does not know; undefined in a browser that has none. */
export const usb = (): ChoosingUsbHost | undefined => (navigator as { usb?: ChoosingUsbHost }).usb;
