import { charactersOf, codePageAt, type CodePage } from '../code-pages';
import { PAPERS, type PrinterSettings } from '../paper';
import type { Align } from '../receipt';
import { commandsIn, word, type Command } from './commands';
import { createSymbol, type Symbol } from './symbol';

/** Letters printed alike. `width` and `height`: how many times the standard font. */
export interface Run {
  text: string;
  bold: boolean;
  width: number;
  height: number;
}

/** What comes out of a printer, from the top. A text without runs is an empty line. */
export type Row =
  | { kind: 'text'; align: Align; runs: Run[] }
  | { kind: 'qr'; align: Align; symbol: Symbol }
  /** One bit a dot, the rows filled up to whole bytes; a set bit is black. */
  | { kind: 'raster'; align: Align; bytesAcross: number; bits: Uint8Array }
  | { kind: 'cut' };

const ALIGNS: readonly Align[] = ['left', 'center', 'right'];

/**
 * What a printer with these settings makes of bytes.
 * @throws Error at what is not a receipt's ESC/POS.
 */
export function readEscPos(bytes: Uint8Array, settings: PrinterSettings): Row[] {
  const sheet = createSheet(settings);
  for (const command of commandsIn(bytes)) sheet.take(command);
  return sheet.rows;
}

function createSheet({ paper, codePages }: PrinterSettings) {
  const rows: Row[] = [];
  const symbol = createSymbol();
  let runs: Run[] = [];
  let style = { bold: false, width: 1, height: 1 };
  let align: Align = 'left';
  let page: CodePage | null = null;

  function take({ name, args }: Command): void {
    const n = args[0] ?? 0;
    if (name === 'text') return write(args);
    if (name === 'feed') return feed();
    if (name === 'bold') style = { ...style, bold: n % 2 === 1 };
    if (name === 'size') style = { ...style, width: (n >> 4) + 1, height: (n & 7) + 1 };
    if (name === 'align') align = ALIGNS[n] ?? align;
    if (name === 'code-page') page = codePageAt(codePages, n);
    if (name === 'symbol' && symbol.take(args)) rows.push({ kind: 'qr', align, symbol: symbol.now() });
    if (name === 'raster') {
      rows.push({ kind: 'raster', align, bytesAcross: word(args, 0), bits: args.subarray(4) });
    }
    if (name === 'cut') rows.push({ kind: 'cut' });
  }

  function write(bytes: Uint8Array): void {
    for (const byte of bytes) {
      // As a printer does with a line that is too long.
      if (widthOf(runs) + style.width > PAPERS[paper].columns) feed();
      add(letter(byte));
    }
  }

  /** Beyond ASCII a printer writes, without a code page, whatever it was built with. */
  const letter = (byte: number): string =>
    byte < 0x80 ? String.fromCharCode(byte) : ((page && charactersOf(page)[byte]) ?? '\uFFFD');

  function add(text: string): void {
    const last = runs.at(-1);
    if (last && isAlike(last, style)) last.text += text;
    else runs.push({ text, ...style });
  }

  function feed(): void {
    rows.push({ kind: 'text', align, runs });
    runs = [];
  }

  return { rows, take };
}

export const widthOf = (runs: Run[]): number =>
  runs.reduce((width, run) => width + run.text.length * run.width, 0);

const isAlike = (a: Omit<Run, 'text'>, b: Omit<Run, 'text'>): boolean =>
  a.bold === b.bold && a.width === b.width && a.height === b.height;
