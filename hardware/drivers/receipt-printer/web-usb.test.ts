import { expect, test, vi } from 'vitest';
import { usbDesk, type UsbDesk } from '../../../tests/kit/usb-desk';
import type { DeviceFault } from '../device-fault';
import type { PrinterLine } from './printer-line';
import { chooseUsbPrinter, usbPrinters } from './web-usb';

const letters = (count: number): Uint8Array<ArrayBuffer> => new Uint8Array(count).fill(0x41);

async function opened() {
  const desk = usbDesk();
  const line = await usbPrinters(desk.host).open();
  return { ...desk, line, lost: lossesOf(line) };
}

function lossesOf(line: PrinterLine): string[] {
  const losses: string[] = [];
  line.onLost((fault) => losses.push(fault));
  return losses;
}

test('the printer’s interface is claimed, in the configuration that has it', async () => {
  const { device } = await opened();
  expect(device().calls).toEqual(['configuration 1', 'claim 0']);
});

test('a printer whose pipes are in another setting of its interface', async () => {
  const desk = usbDesk();
  const device = desk.plugIn({ alternateSetting: 1 });
  await usbPrinters(desk.host).open();
  expect(device.calls).toEqual(['configuration 1', 'claim 0', 'alternate 0 1']);
});

const troubles: [string, DeviceFault, (desk: UsbDesk) => void][] = [
  ['nothing plugged in', 'absent', (desk) => desk.unplug()],
  ['a device that is no printer', 'absent', (desk) => desk.plugIn({ interfaceClass: 3 })],
  ['a printer without a pipe to it', 'absent', (desk) => desk.plugIn({ endpoints: [] })],
  ['an operating system that refuses', 'not-opened', (desk) => (desk.device().isForbidden = true)],
  ['another program that has it', 'taken', (desk) => (desk.device().isTaken = true)],
  ['a device that goes in this moment', 'absent', (desk) => desk.device().vanish()],
];

test.each(troubles)('%s: %s', async (_, fault, prepare) => {
  const desk = usbDesk();
  prepare(desk);
  await expect(usbPrinters(desk.host).open()).rejects.toMatchObject({ fault });
  expect(desk.device().opened).toBe(false);
});

test('a browser without USB', async () => {
  await expect(usbPrinters(undefined).open()).rejects.toMatchObject({ fault: 'unsupported' });
});

test('what is longer goes in pieces, whole and in order', async () => {
  const { line, model } = await opened();
  const long = Uint8Array.from({ length: 2500 }, (_, at) => at % 7);
  await line.send(long);
  expect(model.taken.map(({ length }) => length)).toEqual([1024, 1024, 452]);
  expect(model.taken.flat()).toEqual([...long]);
});

test('a transfer that took less is gone on with from there', async () => {
  const { line, model, device } = await opened();
  const whole = device().transferOut;
  vi.spyOn(device(), 'transferOut').mockImplementation((endpoint, data) =>
    whole(endpoint, data.slice(0, 300)),
  );
  const long = Uint8Array.from({ length: 1000 }, (_, at) => at % 7);
  await line.send(long);
  expect(model.taken.flat()).toEqual([...long]);
});

test('a printer that takes no bytes at all does not hold up the page', async () => {
  const { line, device } = await opened();
  vi.spyOn(device(), 'transferOut').mockResolvedValue({ status: 'ok', bytesWritten: 0 });
  await expect(line.send(letters(10))).rejects.toMatchObject({ fault: 'halted' });
});

test('a piece that is not taken in five seconds is given up', async () => {
  vi.useFakeTimers();
  const { line, model } = await opened();
  model.takesNothing = true;
  const sending = expect(line.send(letters(10))).rejects.toMatchObject({ fault: 'silent' });
  await vi.advanceTimersByTimeAsync(5000);
  await sending;
  vi.useRealTimers();
});

test('a stall is cleared', async () => {
  const { line, model, device } = await opened();
  model.stalls = 'now';
  await expect(line.send(letters(10))).rejects.toMatchObject({ fault: 'halted' });
  expect(device().calls.at(-1)).toBe('clear out');
  await line.send(letters(10));
  expect(model.taken).toHaveLength(1);
});

test('pulled out in mid-transfer', async () => {
  const { line, model, unplug, lost } = await opened();
  model.onReceipt = unplug;
  await expect(line.send(letters(10))).rejects.toMatchObject({ fault: 'unplugged' });
  expect(lost).toEqual(['unplugged']);
  await line.close();
});

test('another device that is pulled out is none of its business', async () => {
  const { listeners, lost } = await opened();
  const { device: other } = usbDesk();
  for (const listener of listeners.disconnect) listener({ device: other() });
  expect(lost).toEqual([]);
});

test('what the printer says is heard, answer by answer', async () => {
  const { line } = await opened();
  const heard: number[] = [];
  line.onBytes((bytes) => heard.push(...bytes));
  await line.send(Uint8Array.of(0x10, 0x04, 0x04));
  await line.send(Uint8Array.of(0x1d, 0x72, 0x01));
  await vi.waitFor(() => expect(heard).toEqual([0x12, 0x00]));
});

test.each([
  ['nothing', { status: 'ok' }, false],
  ['a stall', { status: 'stall' }, true],
] as const)('a printer that answers each read with %s is read at leisure', async (_, result, isCleared) => {
  vi.useFakeTimers();
  const { host, device } = usbDesk();
  const transferIn = vi.spyOn(device(), 'transferIn').mockResolvedValue(result);
  const line = await usbPrinters(host).open();
  await vi.advanceTimersByTimeAsync(1000);
  expect(transferIn.mock.calls.length).toBeGreaterThan(10);
  expect(transferIn.mock.calls.length).toBeLessThan(30);
  expect(device().calls.includes('clear in')).toBe(isCleared);
  await line.close();
  vi.useRealTimers();
});

test('a printer that cannot be read can be written to', async () => {
  const { host, device, model } = usbDesk();
  vi.spyOn(device(), 'transferIn').mockRejectedValue(
    new DOMException('A transfer error has occurred.', 'NetworkError'),
  );
  const line = await usbPrinters(host).open();
  await line.send(letters(10));
  expect(model.taken).toHaveLength(1);
});

test.each([
  ['paper', 0x18, false],
  ['no paper', 0x30, true],
  ['nonsense, as of a device that does not know the question', 0xff, false],
])('the class’s own status: %s', async (_, status, isOut) => {
  const { line, device } = await opened();
  const asked = vi
    .spyOn(device(), 'controlTransferIn')
    .mockResolvedValue({ status: 'ok', data: new DataView(Uint8Array.of(status).buffer) });
  expect(await line.isOutOfPaper()).toBe(isOut);
  expect(asked).toHaveBeenCalledWith(
    { requestType: 'class', recipient: 'interface', request: 1, value: 0, index: 0 },
    1,
  );
});

test('a status that is refused is none', async () => {
  const { line, device } = await opened();
  vi.spyOn(device(), 'controlTransferIn').mockRejectedValue(
    new DOMException('A transfer error has occurred.', 'NetworkError'),
  );
  expect(await line.isOutOfPaper()).toBe(false);
});

test('a closed line leaves nothing behind, and may be closed again', async () => {
  const { line, listeners, device } = await opened();
  await line.close();
  await line.close();
  expect(listeners.disconnect.size).toBe(0);
  expect(device().opened).toBe(false);
});

test('each time it is another object: the one that is there now is opened', async () => {
  const desk = usbDesk();
  const printers = usbPrinters(desk.host);
  await (await printers.open()).close();
  desk.unplug();
  const again = desk.plugIn();
  await printers.open();
  expect(again.opened).toBe(true);
});

test.each([
  ['chosen', true],
  ['not chosen', false],
] as const)('people choose among printers alone: %s', async (_, isChosen) => {
  const { host, device } = usbDesk();
  const requestDevice = vi.fn(async () => {
    if (isChosen) return device();
    throw new DOMException('No device selected.', 'NotFoundError');
  });
  expect(await chooseUsbPrinter({ ...host, requestDevice })).toBe(isChosen);
  expect(requestDevice).toHaveBeenCalledWith({ filters: [{ classCode: 7 }] });
});

test('where nobody may choose', async () => {
  const requestDevice = () => Promise.reject(new DOMException('Blocked by policy.', 'SecurityError'));
  const choosing = chooseUsbPrinter({ ...usbDesk().host, requestDevice });
  await expect(choosing).rejects.toMatchObject({ fault: 'no-permission' });
  await expect(chooseUsbPrinter(undefined)).rejects.toMatchObject({ fault: 'unsupported' });
});
