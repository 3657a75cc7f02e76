import type { DeviceFault } from '#hardware/drivers/device-fault';
import * as m from '$lib/i18n/paraglide/messages';

/** How a receipt fares. `unknown`: it may have come out in part or whole. */
export type ReceiptState =
  { state: 'printing' | 'printed' | 'sent' } | { state: 'not-printed' | 'unknown'; fault: DeviceFault };

/** What a rider is told of it. */
export const receiptWords = ({ state }: ReceiptState): string =>
  ({
    printing: m.receipt_printing,
    printed: m.receipt_done,
    sent: m.receipt_done,
    'not-printed': m.receipt_failed,
    unknown: m.receipt_unknown,
  })[state]();
