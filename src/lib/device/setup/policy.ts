/**
 * The policy by which Chrome lets a site use serial devices without anybody's choice, and for ever: for a device that has
 * no serial number of its own the only way. Null if no port says anything of its device.
 * https://chromeenterprise.google/policies/#SerialAllowUsbDevicesForUrls
 */
export function policyFor(ports: readonly SerialPortInfo[], origin: string): string | null {
  const devices = ports.flatMap(({ usbVendorId, usbProductId }) =>
    usbVendorId === undefined
      ? []
      : [{ vendor_id: usbVendorId, ...(usbProductId !== undefined && { product_id: usbProductId }) }],
  );
  if (devices.length === 0) return null;
  const known = new Map(devices.map((device) => [JSON.stringify(device), device]));
  return JSON.stringify(
    { SerialAllowUsbDevicesForUrls: [{ devices: [...known.values()], urls: [origin] }] },
    null,
    2,
  );
}
