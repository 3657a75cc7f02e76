/**
 * Whether two ports look alike: the ids of their USB devices are all that a browser tells of them. Ports that are not USB's
 * have none, and all look alike.
 */
export const looksLike = (one: SerialPortInfo, other: SerialPortInfo): boolean =>
  one.usbVendorId === other.usbVendorId && one.usbProductId === other.usbProductId;
