import { mkdirSync, writeFileSync } from 'node:fs';
import { nothing, type Findings } from './auditor';
import { seed } from '../kit/dice';
import { scaleName } from './scale';

/** What came of one kind of fault. */
export interface Row {
  fault: string;
  tries: number;
  acknowledged: number;
  findings: Findings;
  /** Milliseconds until all was well again, one for each time it was measured. */
  recoveries: number[];
}

export const newRow = (fault: string): Row => ({
  fault,
  tries: 0,
  acknowledged: 0,
  findings: nothing(),
  recoveries: [],
});

export function addFindings(row: Row, { lost, doubled, wrong }: Findings): void {
  row.findings.lost.push(...lost);
  row.findings.doubled.push(...doubled);
  row.findings.wrong.push(...wrong);
}

export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};

const HEAD = ['fault', 'tried', 'acknowledged', 'lost', 'doubled', 'recovery median', 'p99'];

/** Prints the table, and leaves it where `npm run test:chaos -- --write` finds it. */
export function publish(rows: readonly Row[]): void {
  const lines = [HEAD, HEAD.map((_, n) => (n === 0 ? '---' : '---:')), ...rows.map(cellsOf)];
  const widths = HEAD.map((_, n) => Math.max(...lines.map((cells) => cells[n]?.length ?? 0)));
  const table = lines.map(
    (cells) => `| ${cells.map((cell, n) => padded(cell, widths[n] ?? 0, n)).join(' | ')} |`,
  );
  const text = [`Torture report (${scaleName}, seed ${seed})`, '', ...table].join('\n');
  process.stdout.write(`\n${text}\n\n`);
  mkdirSync('.cache/test', { recursive: true });
  writeFileSync('.cache/test/torture.md', `${text}\n`);
}

function cellsOf({ fault, tries, acknowledged, findings, recoveries }: Row): string[] {
  const counts = [tries, acknowledged, findings.lost.length, findings.doubled.length];
  const times = [0.5, 0.99].map((share) => inSeconds(percentile(recoveries, share)));
  return [fault, ...counts.map((count) => count.toLocaleString('en')), ...times];
}

const inSeconds = (ms: number): string => (Number.isNaN(ms) ? '' : `${(ms / 1_000).toFixed(2)} s`);

function padded(cell: string, width: number, column: number): string {
  if (/^-+:?$/.test(cell)) return cell.replace('-', '-'.repeat(width - cell.length + 1));
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
