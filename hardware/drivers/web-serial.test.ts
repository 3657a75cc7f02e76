import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLocksDouble } from '../../tests/kit/locks-double';
import { createPortDouble, createSerialDouble, type PortDouble } from '../../tests/kit/serial-double';
import type { ByteLine } from './byte-line';
import { createWebSerial } from './web-serial';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function page(ports: PortDouble[], locks = createLocksDouble(), choice?: PortDouble | DOMException) {
  const serial = createSerialDouble(ports, choice);
  return { serial, ...createWebSerial({ serial, locks, lock: 'board' }) };
}

/** What comes over the line, and how it ends. */
function hear(line: ByteLine) {
  const heard = { bytes: [] as number[], lost: [] as string[] };
  line.onBytes((bytes) => heard.bytes.push(...bytes));
  line.onLost((fault) => heard.lost.push(fault));
  return heard;
}

const soon = () => vi.advanceTimersByTimeAsync(0);
const fault = (name: string) => expect.objectContaining({ fault: name }) as unknown;

test('a browser without Web Serial is not supported', async () => {
  const source = createWebSerial({ serial: undefined, locks: createLocksDouble(), lock: 'board' });
  await expect(source.open()).rejects.toEqual(fault('unsupported'));
  await expect(source.request()).rejects.toEqual(fault('unsupported'));
});

test('without a granted port there is no permission, unless there was one before', async () => {
  const ports: PortDouble[] = [];
  const source = page(ports);
  await expect(source.open()).rejects.toEqual(fault('no-permission'));
  ports.push(createPortDouble());
  await close(await source.open());
  ports.pop();
  await expect(source.open()).rejects.toEqual(fault('absent'));
});

test('a page that may not ask for ports has no permission', async () => {
  const source = page([createPortDouble()]);
  source.serial.getPorts = () => Promise.reject(new DOMException('', 'SecurityError'));
  await expect(source.open()).rejects.toEqual(fault('no-permission'));
});

test('bytes go both ways, in order, from the first on', async () => {
  const double = createPortDouble();
  const line = await page([double]).open();
  const heard = hear(line);
  double.receive(1, 2);
  double.receive(3);
  line.write(Uint8Array.of(4, 5));
  line.write(Uint8Array.of(6));
  await soon();
  expect(heard.bytes).toEqual([1, 2, 3]);
  expect(double.sent).toEqual([4, 5, 6]);
});

test.each(['BreakError', 'FramingError', 'ParityError', 'BufferOverrunError'])(
  'a %s passes: the line goes on with the new stream',
  async (name) => {
    const double = createPortDouble();
    const line = await page([double]).open();
    const heard = [hear(line), hear(line)];
    double.failReading(name);
    await soon();
    double.receive(7);
    await soon();
    expect(heard).toEqual(heard.map(() => ({ bytes: [7], lost: [] })));
  },
);

test.each(['NetworkError', 'UnknownError'])('a %s ends the line, once', async (name) => {
  const double = createPortDouble();
  const line = await page([double]).open();
  const heard = hear(line);
  line.write(Uint8Array.of(1));
  double.failReading(name);
  await soon();
  line.write(Uint8Array.of(2));
  void line.close();
  await soon();
  expect(heard).toEqual({ bytes: [], lost: ['unplugged'] });
  expect(double).toMatchObject({ sent: [1], isOpen: false });
});

test('a device that takes no bytes any more is lost', async () => {
  const double = createPortDouble();
  const line = await page([double]).open();
  const heard = hear(line);
  double.faults.refuses = 'write';
  line.write(Uint8Array.of(1));
  await soon();
  expect(heard.lost).toEqual(['unplugged']);
});

test('closing lets the last words out, goes step by step, and can be asked for again', async () => {
  const double = createPortDouble();
  const source = page([double]);
  const line = await source.open();
  const heard = hear(line);
  line.write(Uint8Array.of(1));
  const closing = line.close();
  line.write(Uint8Array.of(2));
  double.receive(3);
  await soon();
  expect(double.isOpen).toBe(true);
  await close(line);
  await closing;
  expect(double).toMatchObject({ sent: [1], steps: ['open', 'cancel', 'abort', 'close'] });
  expect(heard).toEqual({ bytes: [], lost: [] });
  expect(line.close()).toBe(closing);
  await expect(source.open()).resolves.toBeDefined();
});

test.each(['cancel', 'write', 'abort', 'close'] as const)(
  'a %s that hangs does not hold up closing',
  async (step) => {
    const double = createPortDouble();
    const locks = createLocksDouble();
    const line = await page([double], locks).open();
    hear(line);
    double.faults.hangsAt = step;
    line.write(Uint8Array.of(1));
    await close(line);
    await expect(page([createPortDouble()], locks).open()).resolves.toBeDefined();
    double.goOn();
    await soon();
    expect(double.isOpen).toBe(false);
  },
);

test('a port that does not open is not waited for for ever, and closed should it open late', async () => {
  const double = createPortDouble();
  double.faults.hangsAt = 'open';
  const source = page([double]);
  const opening = source.open().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await opening).toEqual(fault('not-opened'));
  double.goOn();
  await soon();
  expect(double).toMatchObject({ steps: ['open', 'close'], isOpen: false });
  double.faults.hangsAt = null;
  await expect(source.open()).resolves.toBeDefined();
});

test('one page has the port, the next is told as soon as it is free', async () => {
  const locks = createLocksDouble();
  const ports = [createPortDouble()];
  const [first, second] = [page(ports, locks), page(ports, locks)];
  const line = await first.open();
  await expect(second.open()).rejects.toEqual(fault('taken'));
  const told = vi.fn();
  const leave = second.onAppeared(told);
  await soon();
  expect(told).not.toHaveBeenCalled();
  await close(line);
  expect(told).toHaveBeenCalledOnce();
  leave();
  await expect(second.open()).resolves.toBeDefined();
});

test('who no longer waits for the port is told nothing', async () => {
  const locks = createLocksDouble();
  const ports = [createPortDouble()];
  const line = await page(ports, locks).open();
  const second = page(ports, locks);
  await expect(second.open()).rejects.toEqual(fault('taken'));
  const told = vi.fn();
  second.onAppeared(told)();
  await close(line);
  second.serial.dispatchEvent(new Event('connect'));
  expect(told).not.toHaveBeenCalled();
});

test('a device that was plugged in has appeared', async () => {
  const source = page([]);
  const told = vi.fn();
  source.onAppeared(told);
  await soon();
  expect(told).not.toHaveBeenCalled();
  source.serial.dispatchEvent(new Event('connect'));
  expect(told).toHaveBeenCalledOnce();
});

test('a port that cannot be opened gives way to the next; none left is a fault', async () => {
  const [broken, good] = [createPortDouble(), createPortDouble()];
  broken.faults.refuses = 'open';
  const source = page([broken, good]);
  const line = await source.open();
  expect(good.isOpen).toBe(true);
  await close(line);
  good.faults.refuses = 'open';
  await expect(source.open()).rejects.toEqual(fault('not-opened'));
});

test('several ports are tried in turn, beginning with the one that was right', async () => {
  const ports = [1, 2, 3].map((product) => createPortDouble(product));
  const source = page(ports);
  const next = async () => {
    const line = await source.open();
    const product = ports.find(({ isOpen }) => isOpen)?.port.getInfo().usbProductId;
    await close(line);
    return product;
  };
  expect([await next(), await next()]).toEqual([1, 2]);
  source.prefer();
  expect(await next()).toBe(2);
  // It was not right this time.
  expect(new Set([await next(), await next(), await next()])).toEqual(new Set([1, 2, 3]));
});

test('the port that a person chooses is there at once, and tried first', async () => {
  const chosen = createPortDouble(9);
  const source = page([createPortDouble(1), createPortDouble(2)], createLocksDouble(), chosen);
  const told = vi.fn();
  source.onAppeared(told);
  expect(await source.request()).toBe(true);
  expect(told).toHaveBeenCalledOnce();
  await source.open();
  expect(chosen.isOpen).toBe(true);
});

test('a port that is not ours is not opened, and not taken when it is chosen', async () => {
  const [board, printer] = [createPortDouble(1), createPortDouble(2)];
  const serial = createSerialDouble([printer, board], printer);
  const isOurs = ({ usbProductId }: SerialPortInfo) => usbProductId !== 2;
  const source = createWebSerial({ serial, locks: createLocksDouble(), lock: 'board', isOurs });
  for (let times = 0; times < 3; times++) await close(await source.open());
  expect(printer.steps).toEqual([]);
  await expect(source.request()).rejects.toEqual(fault('alike'));
  expect(await serial.getPorts()).not.toContain(printer.port); // it was given back
});

test('where only the ports of others are granted there is no permission', async () => {
  const serial = createSerialDouble([createPortDouble()]);
  const source = createWebSerial({ serial, locks: createLocksDouble(), lock: 'board', isOurs: () => false });
  await expect(source.open()).rejects.toEqual(fault('no-permission'));
});

test('a port is opened with 115200 bits a second, or what its device is set to', async () => {
  const double = createPortDouble();
  const serial = createSerialDouble([double]);
  const parts = { serial, locks: createLocksDouble(), lock: 'board' };
  await close(await createWebSerial(parts).open());
  expect(double.baudRate).toBe(115_200);
  await close(await createWebSerial({ ...parts, baudRate: 9600 }).open());
  expect(double.baudRate).toBe(9600);
});

test('who has left is told nothing, and leaves nothing behind', async () => {
  const source = page([]);
  const told = vi.fn();
  const added = vi.spyOn(source.serial, 'addEventListener');
  const removed = vi.spyOn(source.serial, 'removeEventListener');
  source.onAppeared(told)();
  source.serial.dispatchEvent(new Event('connect'));
  expect(told).not.toHaveBeenCalled();
  expect(removed.mock.calls).toEqual(added.mock.calls);
});

test('a chooser that is shut, or not allowed, chooses nothing', async () => {
  expect(await page([]).request()).toBe(false);
  const refused = page([], createLocksDouble(), new DOMException('', 'SecurityError'));
  await expect(refused.request()).rejects.toEqual(fault('no-permission'));
});

/** Closes the line, however long its steps wait. */
async function close(line: ByteLine): Promise<void> {
  const closing = line.close();
  await vi.advanceTimersByTimeAsync(2000);
  await closing;
}
