import * as m from '$lib/i18n/paraglide/messages';
import type { ReceiptState } from './receipts.svelte';

/** What a rider is told of the receipt. */
export const receiptWords = ({ state }: ReceiptState): string =>
  ({
    printing: m.receipt_printing,
    printed: m.receipt_done,
    sent: m.receipt_done,
    'not-printed': m.receipt_failed,
    unknown: m.receipt_unknown,
  })[state]();
