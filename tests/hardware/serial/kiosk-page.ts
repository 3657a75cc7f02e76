/** What runs in the browser: the product's own driver, and notes of what it hears. */
import { createBoard, type Board, type BoardStatus } from '#hardware/drivers/board/board';
import type { LineSource } from '#hardware/drivers/byte-line';
import { createReceiptPrinter } from '#hardware/drivers/receipt-printer/printer';
import { webSerialPrinters } from '#hardware/drivers/receipt-printer/web-serial';
import type { Receipt } from '#hardware/drivers/receipt-printer/receipt';
import type { Printed } from '#hardware/drivers/receipt-printer/receipt-printer';
import { onLeaving } from '../../../src/lib/device/leaving';
import { keepPrinterPort } from '../../../src/lib/device/printer-port';
import { openSerial } from '../../../src/lib/device/serial';
import { exposeHost } from '../exposed';

export interface Kiosk {
  board: Board;
  statuses: BoardStatus[];
  cards: string[];
  /** How long each opening of the port took, in milliseconds. */
  openings: number[];
  /** Milliseconds until each of so many bytes has come back, on a line of its own to a far end that echoes. */
  echo(times: number): Promise<number[]>;
  /** Writes so many bytes over a line of its own; returns how long its closing took, in milliseconds. */
  flood(bytes: number): Promise<number>;
  /** Has a printer at the port that looks so, which the board's driver leaves alone from now on. */
  print(receipt: Receipt, look: SerialPortInfo): Promise<Printed>;
}

declare global {
  var kiosk: Kiosk;
}

const serial = openSerial(localStorage);
const openings: number[] = [];
const statuses: BoardStatus[] = [];
const cards: string[] = [];

const timed: LineSource = {
  onAppeared: serial.onAppeared,
  prefer: serial.prefer,
  async open() {
    const began = performance.now();
    const line = await serial.open();
    openings.push(performance.now() - began);
    return line;
  },
};

async function echo(times: number): Promise<number[]> {
  const line = await serial.open();
  let heard: (() => void) | undefined;
  line.onBytes(() => heard?.());
  const delays: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    const back = new Promise<void>((resolve) => (heard = resolve));
    line.write(new Uint8Array([i]));
    await back;
    delays.push(performance.now() - began);
  }
  await line.close();
  return delays;
}

async function flood(bytes: number): Promise<number> {
  const line = await serial.open();
  line.onBytes(() => undefined);
  for (let sent = 0; sent < bytes; sent += 1000) line.write(new Uint8Array(1000));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  await line.close();
  return performance.now() - began;
}

async function print(receipt: Receipt, look: SerialPortInfo): Promise<Printed> {
  const port = { baudRate: 115_200, look } as const;
  keepPrinterPort(localStorage, 'sales-1', port);
  const { serial: ports, locks } = navigator;
  const source = webSerialPrinters({ serial: ports, locks, port });
  const printer = createReceiptPrinter({ source, settings: { paper: '80', codePages: 'western' } });
  return printer.print(receipt).finally(printer.close);
}

const board = createBoard({ source: timed, kind: 'gate' });
board.onStatus((status) => statuses.push(status));
board.onCard((card) => cards.push(card));
onLeaving(board.bye);

exposeHost(board, () => undefined);
globalThis.kiosk = { board, statuses, cards, openings, echo, flood, print };
