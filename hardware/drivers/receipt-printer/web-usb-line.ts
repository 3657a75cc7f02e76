import { DeviceError, type DeviceFault } from '../device-fault';
import { createListeners } from '../listeners';
import type { PrinterLine } from './printer-line';
import type { UsbDevice, UsbEvent, UsbHost } from '../usb-device';
import type { PrinterPipes } from './usb-pipes';

/** A printer takes as much as its memory holds, the rest as it prints: the time for a piece is that of some lines. */
const PIECE = 1024;
const PIECE_WITHIN_MS = 5000;

const LONGEST_ANSWER = 64;
/** Some printers answer a read with nothing, at once and for ever. */
const PAUSE_AFTER_NOTHING_MS = 50;

/** The printer class's own request, and its answer: bits 0 to 2, 6 and 7 are always 0. */
const PORT_STATUS = { requestType: 'class', recipient: 'interface', request: 1, value: 0 } as const;
const PORT_STATUS_WITHIN_MS = 500;
const NEVER_SET = 0xc7;
const PAPER_EMPTY = 0x20;

/** The way to a claimed USB printer. */
export function openUsbLine(usb: UsbHost, device: UsbDevice, pipes: PrinterPipes): PrinterLine {
  const bytes = createListeners<Uint8Array>();
  const lost = createListeners<DeviceFault>();
  let isClosed = false;
  usb.addEventListener('disconnect', onDisconnect);
  if (pipes.in !== null) void listen(pipes.in);

  function onDisconnect(event: UsbEvent): void {
    if (event.device === device) lost.tell('unplugged');
  }

  async function send(all: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let at = 0; at < all.length;) at += await sendPiece(all.slice(at, at + PIECE));
  }

  async function sendPiece(piece: Uint8Array<ArrayBuffer>): Promise<number> {
    const transfer = device.transferOut(pipes.out, piece).catch(asUnplugged);
    const { status, bytesWritten } = await within(PIECE_WITHIN_MS, transfer);
    if (status === 'ok' && bytesWritten > 0) return bytesWritten;
    await device.clearHalt('out', pipes.out).catch(() => undefined); // so that the next receipt finds it open
    throw new DeviceError('halted');
  }

  /** A printer that cannot be heard is one of those that say nothing; that it is gone, `disconnect` tells. */
  async function listen(endpoint: number): Promise<void> {
    try {
      while (!isClosed) await hear(endpoint);
    } catch {
      return;
    }
  }

  async function hear(endpoint: number): Promise<void> {
    const { status, data } = await device.transferIn(endpoint, LONGEST_ANSWER);
    if (status === 'stall') await device.clearHalt('in', endpoint);
    if (data?.byteLength) bytes.tell(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    else await pause(PAUSE_AFTER_NOTHING_MS);
  }

  async function isOutOfPaper(): Promise<boolean> {
    const asked = device.controlTransferIn({ ...PORT_STATUS, index: pipes.interfaceNumber }, 1);
    const answer = await within(PORT_STATUS_WITHIN_MS, asked).catch(() => null);
    const status = answer?.data?.byteLength ? answer.data.getUint8(0) : 0;
    return (status & NEVER_SET) === 0 && (status & PAPER_EMPTY) !== 0;
  }

  async function close(): Promise<void> {
    isClosed = true;
    usb.removeEventListener('disconnect', onDisconnect);
    await device.close().catch(() => undefined); // it is gone already
  }

  return { send, onBytes: bytes.add, onLost: lost.add, isOutOfPaper, close };
}

function asUnplugged(error: unknown): never {
  throw new DeviceError('unplugged', { cause: error });
}

/** @throws DeviceError when it takes longer. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeviceError('silent')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
