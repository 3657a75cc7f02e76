// npm run test:deep: what `npm test` does in minutes, for hours: ten times the runs of each property, fifty of each fault, a
// day of the board, every kill in full. Its log is kept in docs/deep-test.log with `-- --write`.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools/run.js';

/** What of the output says more than that a test has passed. */
const FIGURES =
  /^\s*(serial:|soak:|faults:|emulated board|tap to monitor|chat:|Fuzz:|[0-9]+ passed, |── )|(✘|×|failed)/;

const names = process.argv.slice(2).filter((name) => name !== '--write');
const suites =
  names.length > 0 ? names : ['unit', 'hardware', 'simulator', 'e2e', 'figures', 'interop', 'chaos'];
const child = spawn(process.execPath, [join(root, 'scripts/test.js'), ...suites], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, TAPLINE_DEEP: '1', TAPLINE_CHAOS: 'full' },
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => child.kill(signal));
let output = '';
child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
  process.stdout.write(chunk);
  output += chunk.toString();
});
const began = Date.now();
child.once('close', (code) => {
  if (process.argv.includes('--write')) keepLog();
  process.exitCode = code ?? 1;
});

function keepLog() {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => FIGURES.test(line));
  const minutes = Math.round((Date.now() - began) / 60_000);
  const head = `npm run test:deep, ${new Date().toISOString().slice(0, 10)}, ${minutes} minutes, Node ${process.version}`;
  writeFileSync(join(root, 'docs/deep-test.log'), `${[head, '', ...lines].join('\n')}\n`);
}
