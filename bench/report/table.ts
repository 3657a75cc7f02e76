import type { Row } from './row';

const HEADINGS = ['row', 'figure', 'spread', 'against', 'ratio', 'aim', ''];

/** The table as Markdown, its columns padded so that it reads as well at a terminal. */
export function table(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(3, ...cells.map((row) => [...(row[column] ?? '')].length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}

/** A row alone, for whoever waits for the table. */
export const inWords = (row: Row): string => cellsOf(row).filter(Boolean).join(' | ');

function cellsOf({ name, unit, figure, spread, against, ratio, aim = '', ok }: Row): string[] {
  return [
    name,
    `${number(figure)} ${unit}`.trim(),
    range(spread),
    against ? `${against.what}: ${number(against.figure)}` : '',
    ratio ? `${number(ratio.median)} (${range(ratio.spread)})` : '',
    aim,
    ok === undefined ? '' : ok ? 'ok' : 'short',
  ];
}

const range = ([least, most]: readonly [number, number]): string => `${number(least)}–${number(most)}`;

/** Three digits that count, thousands apart. */
export function number(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** By characters: padEnd counts UTF-16 units. */
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - [...text].length));
