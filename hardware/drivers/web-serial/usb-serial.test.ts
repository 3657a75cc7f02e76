import { expect, test, vi } from 'vitest';
import { createCdcDouble, createUsbHostDouble, type CdcDouble } from '../../../tests/kit/cdc-double';
import { createLocksDouble } from '../../../tests/kit/locks-double';
import { usbDesk } from '../../../tests/kit/usb-desk';
import type { UsbDevice } from '../usb-device';
import { createWebSerial } from '../web-serial';
import { usbSerial } from './usb-serial';

const SET_LINE_CODING = 0x20;
const SET_CONTROL_LINE_STATE = 0x22;
const BAUD_115200 = [0x00, 0xc2, 0x01, 0x00];

function page(devices: UsbDevice[], choice?: UsbDevice) {
  const usb = createUsbHostDouble(devices, choice);
  const serial = usbSerial(usb.host);
  return { ...usb, ...createWebSerial({ serial, locks: createLocksDouble(), lock: 'board' }) };
}

async function lineTo(double: CdcDouble) {
  const line = await page([double.device]).open();
  const heard: number[] = [];
  const lost: string[] = [];
  line.onBytes((bytes) => heard.push(...bytes));
  line.onLost((fault) => lost.push(fault));
  await vi.waitUntil(() => double.waiting > 0);
  return { line, heard, lost };
}

const fault = (name: string) => expect.objectContaining({ fault: name }) as unknown;

test('a board is opened with 115200 8N1, and told that somebody is there', async () => {
  const double = createCdcDouble();
  await page([double.device]).open();
  expect([...double.claimed]).toEqual([0, 1]);
  expect(double.controls).toEqual([
    [SET_LINE_CODING, ...BAUD_115200, 0, 0, 8],
    [SET_CONTROL_LINE_STATE, 1],
  ]);
});

test('bytes go both ways', async () => {
  const double = createCdcDouble();
  const { line, heard } = await lineTo(double);
  double.receive(1, 2);
  line.write(Uint8Array.of(4, 5));
  await vi.waitUntil(() => heard.length === 2 && double.sent.length === 2);
  expect({ heard, sent: double.sent }).toEqual({ heard: [1, 2], sent: [4, 5] });
});

test('however much has come, one transfer waits for more', async () => {
  const double = createCdcDouble();
  const { heard } = await lineTo(double);
  for (let count = 1; count <= 100; count += 1) {
    double.receive(count);
    await vi.waitUntil(() => heard.length === count && double.waiting > 0, { interval: 1 });
    expect(double.waiting).toBe(1);
  }
});

test('a packet without bytes is nothing', async () => {
  const double = createCdcDouble();
  const { heard, lost } = await lineTo(double);
  double.receive();
  await vi.waitUntil(() => double.waiting > 0);
  double.receive(7);
  await vi.waitUntil(() => heard.length > 0);
  expect({ heard, lost }).toEqual({ heard: [7], lost: [] });
});

test('a board that is pulled out is lost', async () => {
  const double = createCdcDouble();
  const { lost } = await lineTo(double);
  double.unplug();
  await vi.waitUntil(() => lost.length > 0);
  expect(lost).toEqual(['unplugged']);
});

test('closing tells the board, and calls off the transfer', async () => {
  const double = createCdcDouble();
  const { line } = await lineTo(double);
  await line.close();
  expect(double.controls.at(-1)).toEqual([SET_CONTROL_LINE_STATE, 0]);
  expect(double).toMatchObject({ waiting: 0, device: { opened: false } });
});

test.each(['hangsAtWrite', 'refusesControl'] as const)(
  'a board that %s is closed all the same',
  async (what) => {
    const double = createCdcDouble();
    const { line } = await lineTo(double);
    double.faults[what] = true;
    line.write(Uint8Array.of(1));
    await line.close();
    expect(double).toMatchObject({ waiting: 0, device: { opened: false } });
  },
);

test('what is no serial port is passed over', async () => {
  const printer = usbDesk().device();
  await expect(page([printer]).open()).rejects.toEqual(fault('no-permission'));
  const double = createCdcDouble();
  await page([printer, double.device]).open();
  expect(double.device.opened).toBe(true);
});

test('the chooser shows serial ports alone; one that is chosen is there', async () => {
  const double = createCdcDouble();
  const { request, open, asked } = page([], double.device);
  expect(await request()).toBe(true);
  expect(asked).toEqual([{ filters: [{ classCode: 2 }] }]);
  await open();
  expect(double.device.opened).toBe(true);
});

test('a chooser that is shut, or a choice that is none, chooses nothing', async () => {
  expect(await page([]).request()).toBe(false);
  const { host, request } = page([], usbDesk().device());
  expect(await request()).toBe(false);
  await expect(usbSerial(host).requestPort()).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('a board that was plugged in has appeared', async () => {
  const { onAppeared, plugIn, open } = page([]);
  const told = vi.fn();
  onAppeared(told);
  plugIn(createCdcDouble().device);
  expect(told).toHaveBeenCalledOnce();
  await expect(open()).resolves.toBeDefined();
});
