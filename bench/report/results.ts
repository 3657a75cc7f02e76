import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Row } from './row';
import { table } from './table';

/** What was measured, where and when. */
export interface Results {
  at: string;
  machine: { cpu: string; cores: number; memoryGb: number; node: string; redis: string };
  /** Load average of the last minute, before and after: above the number of cores others worked here, too. */
  load: { before: number; after: number };
  quick: boolean;
  rows: Row[];
  /** Rows that could not be measured, and why. */
  failed: { name: string; why: string }[];
}

export function machine(): Results['machine'] {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    redis:
      /v=(\S+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown',
  };
}

export const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

export function writeResults(file: string, results: Results): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

/** Puts the table between the markers of a document. @throws when they are not there */
export function writeTable(file: string, results: Results): void {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the table`);
  const body = `${BEGIN}\n\n${description(results)}\n\n${table(results.rows)}\n\n`;
  writeFileSync(file, text.slice(0, begin) + body + text.slice(end));
}

function description({
  at,
  machine: { cpu, cores, memoryGb, node, redis },
  load: { before, after },
}: Results): string {
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, Redis ${redis}`;
  return `Measured ${at.slice(0, 10)} on ${where}; load ${before} before, ${after} after.`;
}
