/** One line of what is printed, before anybody has thought about columns, code pages and commands. */
export type ReceiptLine =
  | TextLine
  | PairLine
  | { kind: 'rule' }
  | { kind: 'space' }
  /** A QR code, with nothing around it; `content` is printable ASCII. */
  | { kind: 'qr'; content: string };

/** `large`: in letters of twice the size, if they fit. */
export interface TextLine {
  kind: 'text';
  text: string;
  align: Align;
  bold?: boolean;
  large?: boolean;
}

/** Something where lines begin, and something where they end. */
export interface PairLine {
  kind: 'pair';
  left: string;
  right: string;
  bold?: boolean;
}

export const hasWords = (line: ReceiptLine): line is TextLine | PairLine =>
  line.kind === 'text' || line.kind === 'pair';

export const wordsOf = (line: TextLine | PairLine): string[] =>
  line.kind === 'text' ? [line.text] : [line.left, line.right];

/** The same line in other words. */
export function withWords<Line extends TextLine | PairLine>(
  line: Line,
  change: (words: string) => string,
): Line {
  return line.kind === 'text'
    ? { ...line, text: change(line.text) }
    : { ...line, left: change(line.left), right: change(line.right) };
}

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
  { kind: 'space' },
  { kind: 'text', text: sale.thanks, align: 'center' },
];

/** The last eight digits, as a person reads them out: the first ones of a UUIDv7 are the time, and alike for hours. */
export const shortSaleId = (saleId: string): string =>
  saleId
    .slice(-8)
    .toUpperCase()
    .replace(/^(.{4})(.{4})$/, '$1 $2');
