import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { CODE_PAGES, codePagesOf } from './code-pages';
import { PAPERS, type PrinterSettings } from './paper';
import { printable } from './printable';
import type { Align, Receipt, ReceiptLine } from './receipt';

/** From the head to the knife it is this many lines: less would cut into the last ones. */
const FEED_BEFORE_CUT = 4;

/** Of a line with two ends, at most this share is the right one's; a longer one gets a line of its own. */
const WIDEST_RIGHT = 0.6;

/** Dots for each module: 22 mm for the id of a sale. Level M stands a crease across it. */
const QR = { model: 2, size: 6, errorlevel: 'm' } as const;

/** More than any id; far from what a printer's memory for codes holds. */
const QR_CONTENT = /^[\x20-\x7E]{1,200}$/;

/** The bytes that make an ESC/POS printer print a receipt and cut it off. No text can make it throw. */
export function encodeReceipt(
  receipt: Receipt,
  { paper, codePages }: PrinterSettings,
): Uint8Array<ArrayBuffer> {
  const { columns } = PAPERS[paper];
  const encoder = new ReceiptPrinterEncoder({
    language: 'esc-pos',
    columns,
    codepageMapping: CODE_PAGES[codePages],
    codepageCandidates: codePagesOf(codePages),
    feedBeforeCut: FEED_BEFORE_CUT,
    newline: '\n',
  });
  encoder.initialize().codepage('auto');
  for (const line of receipt) addLine(encoder, inPrintersWriting(line, codePages), columns);
  return new Uint8Array(encoder.cut('partial').encode());
}

/** A line with only what the printer can write. */
function inPrintersWriting(line: ReceiptLine, codePages: PrinterSettings['codePages']): ReceiptLine {
  if (line.kind === 'text') return { ...line, text: printable(line.text, codePages) };
  if (line.kind !== 'pair') return line;
  return { ...line, left: printable(line.left, codePages), right: printable(line.right, codePages) };
}

function addLine(encoder: ReceiptPrinterEncoder, line: ReceiptLine, columns: number): void {
  switch (line.kind) {
    case 'text':
      return addText(encoder, line, columns);
    case 'pair':
      return addPair(encoder, line, columns);
    case 'rule':
      return void encoder.line('-'.repeat(columns));
    case 'space':
      return void encoder.newline();
    case 'qr':
      // A code that says something else than it was asked to is worse than none.
      if (QR_CONTENT.test(line.content)) encoder.align('center').qrcode(line.content, QR).align('left');
  }
}

function addText(
  encoder: ReceiptPrinterEncoder,
  { text, align, bold = false, large = false }: Extract<ReceiptLine, { kind: 'text' }>,
  columns: number,
): void {
  const times = large && fitsLarge(text, columns) ? 2 : 1;
  encoder.size(times, times);
  addStyled(encoder, text, align, bold);
  encoder.size(1, 1);
}

/** Two lines at most, and no word broken. */
const fitsLarge = (text: string, columns: number): boolean =>
  text.length <= columns && text.split(' ').every(({ length }) => length * 2 <= columns);

function addPair(
  encoder: ReceiptPrinterEncoder,
  { left, right, bold = false }: Extract<ReceiptLine, { kind: 'pair' }>,
  columns: number,
): void {
  if (right.length > columns * WIDEST_RIGHT) {
    addStyled(encoder, left, 'left', bold);
    addStyled(encoder, right, 'right', bold);
    return;
  }
  const widths = [columns - right.length - 1, right.length + 1] as const;
  encoder.bold(bold);
  encoder.table([{ width: widths[0] }, { width: widths[1], align: 'right' }], [[left, right]]);
  encoder.bold(false);
}

const addStyled = (encoder: ReceiptPrinterEncoder, text: string, align: Align, bold: boolean): void =>
  void encoder.align(align).bold(bold).line(text).bold(false).align('left');
