import type { Receipt as SaleReceipt } from '#contract/transit';
import type { PrinterSettings } from '#hardware/drivers/receipt-printer/paper';
import { formatMoment, formatMoney } from '$lib/i18n/format';
import * as m from '$lib/i18n/paraglide/messages';
import { productName } from '$lib/i18n/words';
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
export function openReceipts(settings: PrinterSettings): Receipts {
  const opening = import('./printer').then(({ openPrinter }) => openPrinter(settings));
  let last = $state.raw<ReceiptState | null>(null);
  let isClosed = false;

  async function printNow(receipt: SaleReceipt): Promise<ReceiptState> {
    const { printSale } = await opening;
    return isClosed ? { state: 'not-printed', fault: 'absent' } : printSale(inWords(receipt));
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
      void opening.then(({ close }) => close());
    },
  };
}
