import type { Receipt as SaleReceipt } from '#contract/transit';
import { formatMoment, formatMoney } from '$lib/i18n/format';
import * as m from '$lib/i18n/paraglide/messages';
import { productName } from '$lib/i18n/words';
import type { OpenPrinter } from './printer';
import type { PrinterChoice } from './printer-choice';
import type { ReceiptState } from './receipt-state';

/** Receipts of a till. Nobody waits for them. */
export interface Receipts {
  /** Reactive; null before the first one. */
  readonly last: ReceiptState | null;
  print(receipt: SaleReceipt): void;
  close(): void;
}

const payments: Record<SaleReceipt['payment'], () => string> = {
  cash: m.receipt_cash,
  terminal: m.receipt_terminal,
  free: m.receipt_free,
  value: m.receipt_value,
};

/** A sale in the words of this kiosk. */
export const inWords = ({ saleId, product, price, currency, payment, at }: SaleReceipt) => ({
  saleId,
  operator: m.brand(),
  product: productName(product),
  price: formatMoney(price, currency),
  payment: payments[payment](),
  at: formatMoment(at, new Intl.DateTimeFormat().resolvedOptions().timeZone),
  numberLabel: m.receipt_number(),
  thanks: m.receipt_thanks(),
});

/** The driver is loaded only where there is a printer. */
export function openReceipts(choice: PrinterChoice): Receipts {
  let opening: Promise<OpenPrinter> | null = null;
  let last = $state.raw<ReceiptState | null>(null);
  let isClosed = false;

  async function printNow(receipt: SaleReceipt): Promise<ReceiptState> {
    opening ??= import('./printer').then(({ openPrinter }) => openPrinter(choice));
    const printer = await opening.catch(() => null);
    if (isClosed) return { state: 'not-printed', fault: 'absent' };
    if (printer) return printer.printSale(inWords(receipt));
    opening = null; // it could not be loaded: the next receipt tries again
    return { state: 'not-printed', fault: 'unsupported' };
  }

  return {
    get last() {
      return last;
    },
    print(receipt) {
      last = { state: 'printing' };
      void printNow(receipt).then((outcome) => (last = outcome));
    },
    close() {
      isClosed = true;
      void opening?.then(
        ({ close }) => close(),
        () => undefined,
      );
    },
  };
}
