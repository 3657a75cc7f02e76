import { join } from 'node:path';
import { fail } from './fail.js';
import { root, run, runTool } from './run.js';

const AT_ONCE = 2;

/** The parts of the check, the slowest first. @type {[name: string, run: () => ReturnType<typeof run>][]} */
const PARTS = [
  ['lint of what runs beside src', () => lint('.', '--ignore-pattern', 'src/')],
  [
    'types',
    () => runTool('svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings'], { quiet: true }),
  ],
  ['lint of src', () => lint('src')],
  ['worker types', () => runTool('tsc', ['--project', 'src/service-worker'], { quiet: true })],
  ['format', () => runTool('prettier', ['--check', '.', '--log-level', 'warn'], { quiet: true })],
  ['imports', () => run(process.execPath, [join(root, 'scripts/tools/check-imports.js')], { quiet: true })],
];

/** @param {string[]} options */
const lint = (...options) => runTool('eslint', [...options, '--max-warnings=0'], { quiet: true });

/**
 * Runs every part, says a line for each, and shows what the failed ones wrote.
 *
 * @returns {Promise<{ passed: number, failures: string[] }>} the failed ones by name
 */
export async function runChecks() {
  await generate();
  const waiting = [...PARTS];
  /** @type {string[]} */
  const failures = [];
  const work = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift())
      if (!(await runPart(...part))) failures.push(part[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { passed: PARTS.length - failures.length, failures };
}

/** What SvelteKit and the message compiler generate has types, too. */
async function generate() {
  const messages = ['--project', 'src/lib/i18n/project.inlang', '--outdir', 'src/lib/i18n/paraglide'];
  const like = ['--strategy', 'custom-page', 'baseLocale', '--emit-ts-declarations', '--silent']; // as in vite.config.ts
  const outcomes = await Promise.all([
    runTool('svelte-kit', ['sync'], { quiet: true }),
    runTool('paraglide-js', ['compile', ...messages, ...like], { quiet: true }),
  ]);
  for (const { code, output } of outcomes) if (code !== 0) fail(output);
}

/** @param {string} name @param {() => ReturnType<typeof run>} start */
async function runPart(name, start) {
  const began = performance.now();
  const { code, output } = await start();
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'failed'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}
