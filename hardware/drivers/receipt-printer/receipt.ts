/** One line of what is printed, before anybody has thought about columns, code pages and commands. */
export type ReceiptLine =
  /** `large`: in letters of twice the size, if they fit. */
  | { kind: 'text'; text: string; align: Align; bold?: boolean; large?: boolean }
  /** Something at the left edge and something at the right. */
  | { kind: 'pair'; left: string; right: string; bold?: boolean }
  | { kind: 'rule' }
  | { kind: 'space' }
  /** A QR code; `content` is printable ASCII. */
  | { kind: 'qr'; content: string };

export type Align = 'left' | 'center' | 'right';

export type Receipt = readonly ReceiptLine[];

/** A sale in the words of the kiosk's language: here nothing is translated, formatted or computed. */
export interface SaleInWords {
  saleId: string;
  /** Who sells. */
  operator: string;
  product: string;
  /** With its currency: `€24.00`. */
  price: string;
  /** `Cash`. */
  payment: string;
  /** Date and time of day. */
  at: string;
  /** What stands before the sale's number: `Receipt`. */
  numberLabel: string;
  thanks: string;
}

/** The receipt of a sale. Its number and its QR code are what staff look the sale up by. */
export const receiptOf = (sale: SaleInWords): Receipt => [
  { kind: 'text', text: sale.operator, align: 'center', bold: true, large: true },
  { kind: 'space' },
  { kind: 'pair', left: sale.product, right: sale.price, bold: true },
  { kind: 'text', text: sale.payment, align: 'left' },
  { kind: 'rule' },
  { kind: 'text', text: sale.at, align: 'left' },
  { kind: 'pair', left: sale.numberLabel, right: shortSaleId(sale.saleId) },
  { kind: 'space' },
  { kind: 'qr', content: sale.saleId },
  { kind: 'text', text: sale.thanks, align: 'center' },
];

/** The last eight digits, as a person reads them out: the first ones of a UUIDv7 are the time, and alike for hours. */
export const shortSaleId = (saleId: string): string =>
  saleId
    .slice(-8)
    .toUpperCase()
    .replace(/^(.{4})(.{4})$/, '$1 $2');
