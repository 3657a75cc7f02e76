import type { DrawLine, Drawing } from './drawing';
import { FONT, LINE_FEED } from './paper';
import type { Align, PairLine, TextLine } from './receipt';

/** What is needed of a canvas. */
export type LineCanvas = Pick<
  OffscreenCanvasRenderingContext2D,
  'font' | 'direction' | 'textAlign' | 'fillStyle' | 'measureText' | 'fillText' | 'fillRect' | 'getImageData'
>;

/** Beside the printer's own letters these look alike in height. */
const FONT_SIZE = FONT.height - 2;
/** Where letters stand within a line. */
const BASELINE = 0.75;
/** Of a line with two ends, what the first may take. */
const FIRST_SHARE = 0.65;

const TEXT_ALIGN = { left: 'start', center: 'center', right: 'end' } as const;

/** Draws lines in the browser's letters, beginning at the right where the language does. */
export const drawLines =
  (newCanvas: (width: number, height: number) => LineCanvas): DrawLine =>
  (line, width) => {
    const scale = line.kind === 'text' && line.large ? 2 : 1;
    const font = `${line.bold ? 'bold ' : ''}${FONT_SIZE * scale}px sans-serif`;
    const rows = rowsOf(line, width, measureIn(newCanvas(1, 1), font));
    const feed = LINE_FEED * scale;
    const canvas = newCanvas(width, rows.length * feed);
    prepare(canvas, font, rows.length * feed, width, isRightToLeft(line));
    rows.forEach((row, at) => drawRow(canvas, row, (at + BASELINE) * feed, width));
    return drawingOf(canvas, width, rows.length * feed);
  };

/** A canvas of the page; undefined where there is none. */
export const pageDrawing = (): DrawLine | undefined =>
  typeof OffscreenCanvas === 'undefined' ? undefined : drawLines(newPageCanvas);

function newPageCanvas(width: number, height: number): LineCanvas {
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!canvas) throw new Error('this browser gives no canvas');
  return canvas;
}

/** What stands beside each other. */
type DrawnRow = { text: string; align: Align }[];

type Measure = (text: string) => number;

function rowsOf(line: TextLine | PairLine, width: number, measure: Measure): DrawnRow[] {
  if (line.kind === 'text') {
    return wrapped(line.text, width, measure).map((text) => [{ text, align: line.align }]);
  }
  const [first = '', ...rest] = wrapped(line.left, width * FIRST_SHARE, measure);
  const beside: DrawnRow = [
    { text: first, align: 'left' },
    { text: line.right, align: 'right' },
  ];
  return [beside, ...rest.map((text): DrawnRow => [{ text, align: 'left' }])];
}

function measureIn(canvas: LineCanvas, font: string): Measure {
  canvas.font = font;
  return (text) => canvas.measureText(text).width;
}

/** Broken between words; a word that is too long is drawn narrower. */
function wrapped(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
}

const isRightToLeft = (line: TextLine | PairLine): boolean => {
  const text = line.kind === 'text' ? line.text : line.left + line.right;
  return /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text);
};

function prepare(
  canvas: LineCanvas,
  font: string,
  height: number,
  width: number,
  rightToLeft: boolean,
): void {
  canvas.fillStyle = '#fff';
  canvas.fillRect(0, 0, width, height);
  canvas.fillStyle = '#000';
  canvas.font = font;
  canvas.direction = rightToLeft ? 'rtl' : 'ltr';
}

function drawRow(canvas: LineCanvas, row: DrawnRow, y: number, width: number): void {
  const [start, end] = canvas.direction === 'rtl' ? [width, 0] : [0, width];
  for (const { text, align } of row) {
    canvas.textAlign = TEXT_ALIGN[align];
    canvas.fillText(text, { left: start, center: width / 2, right: end }[align], y, width);
  }
}

function drawingOf(canvas: LineCanvas, width: number, height: number): Drawing {
  return { width, height, data: canvas.getImageData(0, 0, width, height).data };
}
