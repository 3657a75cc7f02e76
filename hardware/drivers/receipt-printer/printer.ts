import { DeviceError, type DeviceFault } from '../device-fault';
import { createListeners } from '../listeners';
import type { DrawLine } from './drawing';
import { encodeReceipt } from './esc-pos';
import { printOn, type Done } from './job';
import type { PrinterSettings } from './paper';
import type { PrinterLine, PrinterSource } from './printer-line';
import { standingOf } from './questions';
import type { Receipt } from './receipt';
import { PrintError, type Printed, type PrinterStatus, type ReceiptPrinter } from './receipt-printer';

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
  const statuses = createListeners<PrinterStatus>();
  let status: PrinterStatus = { jobs: 0, fault: null, paperLow: false };
  let lastTurn: Promise<unknown> = Promise.resolve();
  let checking: Promise<void> | null = null;
  let isClosed = false;
  const leaveSource = source.onAppeared(() => void check());

  function set(changes: Partial<PrinterStatus>): void {
    status = { ...status, ...changes };
    statuses.tell(status);
  }

  async function print(receipt: Receipt): Promise<Printed> {
    if (status.jobs >= MOST_JOBS) throw new PrintError('busy', 'not-printed');
    set({ jobs: status.jobs + 1 });
    try {
      return await inTurn(() => printNow(encodeReceipt(receipt, settings, draw)));
    } finally {
      set({ jobs: status.jobs - 1 });
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => undefined); // whoever asked for it is told
    return turn;
  }

  async function printNow(bytes: Uint8Array): Promise<Printed> {
    try {
      const { outcome, paperLow } = await withLine((line): Promise<Done> => printOn(line, bytes));
      set({ fault: null, paperLow });
      return outcome;
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      set({ fault: error.fault });
      throw error instanceof PrintError
        ? error
        : new PrintError(error.fault, 'not-printed', { cause: error });
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

  function check(): Promise<void> {
    checking ??= inTurn(look).finally(() => (checking = null));
    return checking;
  }

  async function look(): Promise<void> {
    const fault = await withLine(
      async (line): Promise<DeviceFault | null> => (await standingOf(line)).trouble,
    ).catch(faultOf);
    set({ fault });
  }

  return {
    get status() {
      return status;
    },
    onStatus: statuses.add,
    print,
    check,
    async close() {
      isClosed = true;
      leaveSource();
      await lastTurn;
    },
  };
}

function faultOf(error: unknown): DeviceFault {
  if (error instanceof DeviceError) return error.fault;
  throw error;
}
