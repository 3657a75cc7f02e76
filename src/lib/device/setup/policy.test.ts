import { expect, test } from 'vitest';
import { policyFor } from './policy';

test('an Uno is let in by its numbers, on this site alone', () => {
  const policy = policyFor([{ usbVendorId: 0x2341, usbProductId: 0x0043 }], 'https://tapline.example');
  expect(JSON.parse(policy ?? '')).toEqual({
    SerialAllowUsbDevicesForUrls: [
      { devices: [{ vendor_id: 9025, product_id: 67 }], urls: ['https://tapline.example'] },
    ],
  });
});

test('a port that is no USB device has no policy', () => {
  expect(policyFor([{}], 'https://tapline.example')).toBeNull();
  expect(policyFor([], 'https://tapline.example')).toBeNull();
});

test('a board and a printer are let in together, each once', () => {
  const board = { usbVendorId: 0x2341, usbProductId: 0x0043 };
  const policy = policyFor([board, {}, { usbVendorId: 0x1a86 }, board], 'https://tapline.example');
  expect(JSON.parse(policy ?? '')).toEqual({
    SerialAllowUsbDevicesForUrls: [
      {
        devices: [{ vendor_id: 9025, product_id: 67 }, { vendor_id: 6790 }],
        urls: ['https://tapline.example'],
      },
    ],
  });
});
