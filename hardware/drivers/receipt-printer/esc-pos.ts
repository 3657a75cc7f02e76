import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { CODE_PAGES, charactersOf, codePagesOf, type CodePage, type CodePages } from './code-pages';
import type { DrawLine } from './drawing';
import { FONT, PAPERS, type PrinterSettings } from './paper';
import { drawable, isPrintable, printable } from './printable';
import {
  hasWords,
  withWords,
  wordsOf,
  type Align,
  type PairLine,
  type Receipt,
  type ReceiptLine,
  type TextLine,
} from './receipt';

/** From the head to the knife it is this many lines: less would cut into the last ones. */
const FEED_BEFORE_CUT = 4;

/** Of a line with two ends, at most this share is the right one's; a longer one gets a line of its own. */
const WIDEST_RIGHT = 0.6;

/** Dots for each module: 22 mm for the id of a sale. Level M stands a crease across it. */
const QR = { model: 2, size: 6, errorlevel: 'm' } as const;

/** More than any id; far from what a printer's memory for codes holds. */
const QR_CONTENT = /^[\x20-\x7E]{1,200}$/;

/**
 * The bytes that make an ESC/POS printer print a receipt and cut it off. Lines in letters that the printer does not have
 * are drawn; without `draw` these letters become `?`. No text can make it throw.
 */
export function encodeReceipt(
  receipt: Receipt,
  { paper, codePages }: PrinterSettings,
  draw?: DrawLine,
): Uint8Array<ArrayBuffer> {
  const { columns } = PAPERS[paper];
  const encoder = new ReceiptPrinterEncoder({
    language: 'esc-pos',
    columns,
    codepageMapping: CODE_PAGES[codePages],
    codepageCandidates: codePagesOf(codePages),
    feedBeforeCut: FEED_BEFORE_CUT,
    imageMode: 'raster',
    feedAfterBlock: false,
    newline: '\n',
  }).initialize();
  for (const line of receipt) {
    if (draw && hasWords(line) && !wordsOf(line).every((words) => isPrintable(words, codePages))) {
      encoder.image(draw(withWords(line, drawable), columns * FONT.width));
    } else {
      addLine(encoder, line, columns, codePages);
    }
  }
  return new Uint8Array(encoder.cut('partial').encode());
}

function addLine(
  encoder: ReceiptPrinterEncoder,
  line: ReceiptLine,
  columns: number,
  codePages: CodePages,
): void {
  switch (line.kind) {
    case 'text':
    case 'pair': {
      const words = withWords(line, (given) => printable(given, codePages));
      encoder.codepage(pageFor(wordsOf(words).join(''), codePages));
      return words.kind === 'text' ? addText(encoder, words, columns) : addPair(encoder, words, columns);
    }
    case 'rule':
      return void encoder.line('-'.repeat(columns));
    case 'space':
      return void encoder.newline();
    case 'qr':
      // A code that says something else than it was asked to is worse than none.
      if (QR_CONTENT.test(line.content)) encoder.align('center').qrcode(line.content, QR).align('left');
  }
}

/** One code page for a line if there is one: the encoder looks for it letter by letter, which takes its time. */
const pageFor = (words: string, codePages: CodePages): CodePage | 'auto' =>
  codePagesOf(codePages).find((page) => [...words].every((letter) => charactersOf(page).includes(letter))) ??
  'auto';

function addText(
  encoder: ReceiptPrinterEncoder,
  { text, align, bold = false, large = false }: TextLine,
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
  { left, right, bold = false }: PairLine,
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
