import { correction, generate } from 'lean-qr';
import { FONT, LINE_FEED, PAPERS, type Paper } from '../paper';
import type { Align } from '../receipt';
import { dotsPath } from './dots';
import { widthOf, type Row, type Run } from './sheet';
import type { Symbol } from './symbol';

/** White paper left and right of what the head reaches, in dots. */
const MARGIN = 32;

/** Most monospaced fonts are 0.6 times as wide as they are high. */
const FONT_SIZE = FONT.width / 0.6;
/** Where letters stand within their 24 dots. */
const BASELINE = 19;

/** A row drawn with its top at 0, and how far it moves the paper. */
interface Drawn {
  svg: string;
  height: number;
}

/** What came out of the printer as an SVG document, one unit a dot. Letters are real text, in any viewer's own font. */
export function drawSheet(rows: readonly Row[], paper: Paper): string {
  const inside = PAPERS[paper].columns * FONT.width;
  const width = inside + 2 * MARGIN;
  let y = MARGIN;
  const drawn = uncut(rows).map((row) => {
    const { svg, height } = drawRow(row, inside);
    const placed = svg && `<g transform="translate(${MARGIN} ${y})">${svg}</g>\n`;
    y += height;
    return placed;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img">
<rect width="100%" height="100%" fill="#fff"/>
<g fill="#111" font-family="'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace" font-size="${FONT_SIZE}">
${drawn.join('')}</g>
<path d="M0 ${y - 1}H${width}" stroke="#888" stroke-width="2" stroke-dasharray="10 6"/>
</svg>
`;
}

/** What lies below the cut is the next receipt's. */
function uncut(rows: readonly Row[]): readonly Row[] {
  const cut = rows.findIndex(({ kind }) => kind === 'cut');
  return cut === -1 ? rows : rows.slice(0, cut);
}

function drawRow(row: Row, inside: number): Drawn {
  if (row.kind === 'text')
    return drawText(row.runs, startOf(row.align, widthOf(row.runs) * FONT.width, inside));
  if (row.kind === 'qr') return drawSymbol(row.symbol, row.align, inside);
  if (row.kind === 'raster') return drawRaster(row, inside);
  return { svg: '', height: 0 };
}

const startOf = (align: Align, width: number, inside: number): number =>
  ({ left: 0, center: (inside - width) / 2, right: inside - width })[align];

function drawText(runs: Run[], start: number): Drawn {
  // Letters of different height stand on one line.
  const tallest = Math.max(1, ...runs.map(({ height }) => height));
  let x = start;
  const svg = runs.map((run) => {
    const text = drawRun(run, x, (tallest - run.height) * FONT.height + BASELINE * run.height);
    x += run.text.length * run.width * FONT.width;
    return text;
  });
  return { svg: svg.join(''), height: Math.max(LINE_FEED, tallest * FONT.height) };
}

/** Each stretch of text stands at its own column, since viewers do not keep more than one space. */
function drawRun({ text, bold, width, height }: Run, x: number, y: number): string {
  const scale = width * height === 1 ? '' : ` scale(${width} ${height})`;
  const weight = bold ? ' font-weight="700"' : '';
  const stretches = [...text.matchAll(/[^ ]+(?: [^ ]+)*/g)].map(({ 0: stretch, index }) => {
    const place = `translate(${x + index * width * FONT.width} ${y})${scale}`;
    const length = `textLength="${stretch.length * FONT.width}" lengthAdjust="spacingAndGlyphs"`;
    return `<text transform="${place}"${weight} ${length}>${escaped(stretch)}</text>`;
  });
  return stretches.join('');
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);

function drawSymbol({ content, size, level }: Symbol, align: Align, inside: number): Drawn {
  const only = correction[level];
  const code = generate(content, { minCorrectionLevel: only, maxCorrectionLevel: only });
  const side = code.size * size;
  const dots = dotsPath(code.size, code.size, (x, y) => code.get(x, y));
  return { svg: drawDots(dots, startOf(align, side, inside), size), height: side };
}

function drawRaster({ bytesAcross, bits, align }: Extract<Row, { kind: 'raster' }>, inside: number): Drawn {
  const width = bytesAcross * 8;
  const height = bits.length / bytesAcross;
  const dots = dotsPath(width, height, (x, y) => isSet(bits, y * width + x));
  return { svg: drawDots(dots, startOf(align, width, inside), 1), height };
}

const isSet = (bits: Uint8Array, at: number): boolean => ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;

const drawDots = (dots: string, x: number, scale: number): string =>
  `<path transform="translate(${x} 0) scale(${scale})" shape-rendering="crispEdges" d="${dots}"/>`;
