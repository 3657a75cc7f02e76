/**
 * The policy by which Chrome lets a site use a serial device without anybody's choice, and for ever: for a device that has
 * no serial number of its own the only way. Null if the port says nothing of its device.
 * https://chromeenterprise.google/policies/#SerialAllowUsbDevicesForUrls
 */
export function policyFor({ usbVendorId, usbProductId }: SerialPortInfo, origin: string): string | null {
  if (usbVendorId === undefined) return null;
  const device = {
    vendor_id: usbVendorId,
    ...(usbProductId !== undefined && { product_id: usbProductId }),
  };
  return JSON.stringify({ SerialAllowUsbDevicesForUrls: [{ devices: [device], urls: [origin] }] }, null, 2);
}
