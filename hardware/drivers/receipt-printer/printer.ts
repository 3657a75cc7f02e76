import { DeviceError } from '../device-fault';
import type { DrawLine } from './drawing';
import { encodeReceipt } from './esc-pos';
import { printOn } from './job';
import type { PrinterSettings } from './paper';
import type { PrinterLine, PrinterSource } from './printer-line';
import type { Receipt } from './receipt';
import { PrintError, type Printed, type ReceiptPrinter } from './receipt-printer';

/** More than a sales desk sells in the time of one receipt; what comes later comes too late for its rider. */
const MOST_JOBS = 4;

export interface PrinterParts {
  source: PrinterSource;
  settings: PrinterSettings;
  /** For letters that the printer does not have. */
  draw?: DrawLine | undefined;
}

/**
 * A receipt printer. It is opened for each receipt and closed after it: so there is nothing to keep alive, it may be
 * pulled out and plugged in again between two receipts, and other pages get their turn.
 */
export function createReceiptPrinter({ source, settings, draw }: PrinterParts): ReceiptPrinter {
  let jobs = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  async function print(receipt: Receipt): Promise<Printed> {
    if (jobs >= MOST_JOBS) throw new PrintError('busy', 'not-printed');
    jobs += 1;
    try {
      return await inTurn(() => printNow(encodeReceipt(receipt, settings, draw)));
    } finally {
      jobs -= 1;
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => undefined); // whoever asked for it is told
    return turn;
  }

  async function printNow(bytes: Uint8Array): Promise<Printed> {
    try {
      return await withLine((line) => printOn(line, bytes));
    } catch (error) {
      if (!(error instanceof DeviceError) || error instanceof PrintError) throw error;
      throw new PrintError(error.fault, 'not-printed', { cause: error });
    }
  }

  async function withLine<T>(work: (line: PrinterLine) => Promise<T>): Promise<T> {
    if (isClosed) throw new DeviceError('absent');
    const line = await source.open();
    try {
      return await work(line);
    } finally {
      await line.close();
    }
  }

  return {
    print,
    async close() {
      isClosed = true;
      await lastTurn;
    },
  };
}
