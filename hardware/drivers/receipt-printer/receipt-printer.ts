import { DeviceError, type DeviceFault } from '../device-fault';
import type { Receipt } from './receipt';

/**
 * How much is known of a receipt that nothing went wrong with. `printed`: the printer said so afterwards. `sent`: it
 * took everything, and is of those that say nothing.
 */
export type Printed = 'printed' | 'sent';

/**
 * Port: prints receipts, one after the other. A receipt is a courtesy: nobody who wants to travel waits for it, so
 * whoever calls `print` goes on at once and looks at the outcome when it is there.
 */
export interface ReceiptPrinter {
  /**
   * Prints once, and never by itself a second time.
   * @throws PrintError
   */
  print(receipt: Receipt): Promise<Printed>;
  /** What waits is given up; the promise ends when another may have the printer. */
  close(): Promise<void>;
}

/** A receipt that is not known to be printed. */
export class PrintError extends DeviceError {
  /**
   * @param outcome `not-printed`: not a letter; it may be printed again. `unknown`: it may have come out in part or
   * whole, or may still when there is paper again: only somebody who looks can say whether to print it again.
   */
  constructor(
    fault: DeviceFault,
    readonly outcome: 'not-printed' | 'unknown',
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}
