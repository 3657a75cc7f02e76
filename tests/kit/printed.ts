import type { DrawLine } from '#hardware/drivers/receipt-printer/drawing';
import { encodeReceipt } from '#hardware/drivers/receipt-printer/esc-pos';
import type { PrinterSettings } from '#hardware/drivers/receipt-printer/paper';
import { readEscPos, type Row } from '#hardware/drivers/receipt-printer/preview/sheet';
import type { Receipt, SaleInWords } from '#hardware/drivers/receipt-printer/receipt';

export const wide: PrinterSettings = { paper: '80', codePages: 'western' };
export const narrow: PrinterSettings = { paper: '58', codePages: 'western' };

export const tenTrips: SaleInWords = {
  saleId: '019ac3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d',
  operator: 'Campus Shuttle',
  product: 'Ten trips',
  price: '€24.00',
  payment: 'Paid in cash',
  at: 'Nov 24, 2026, 14:02',
  numberLabel: 'Receipt',
  thanks: 'Thank you. Have a good journey.',
};

/** A receipt of one line. */
export const text = (of: string): Receipt => [{ kind: 'text', text: of, align: 'left' }];

/** What comes out of the printer. */
export const printed = (receipt: Receipt, settings = wide, draw?: DrawLine): Row[] =>
  readEscPos(encodeReceipt(receipt, settings, draw), settings);

export const textsOf = (rows: Row[]): string[] =>
  rows.flatMap((row) => (row.kind === 'text' ? [row.runs.map((run) => run.text).join('')] : []));

/** Its lines as somebody reads them. */
export const written = (receipt: Receipt, settings = wide): string[] =>
  textsOf(printed(receipt, settings)).map((line) => line.trim());
