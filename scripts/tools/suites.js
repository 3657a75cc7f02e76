import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runChecks } from './checks.js';
import { ensureBuild } from './fresh-build.js';
import { ensurePrograms, tryForPrograms } from './programs.js';
import { judge, tallyOfPlaywright, tallyOfVitest } from './reports.js';
import { cacheFolder, runTool } from './run.js';

/**
 * @typedef {import('./reports.js').Tally} Tally
 *
 * @typedef {object} Suite
 * @property {Parameters<typeof ensurePrograms>[0]} programs what must be installed
 * @property {Parameters<typeof ensurePrograms>[0]} [extras] what some of its tests need, which are skipped without
 * @property {boolean} build whether it tests the built server
 * @property {(report: string) => Promise<Tally>} run
 */

const SERIAL = 'tests/hardware/serial';

/** @type {Record<string, Suite>} */
const SUITES = {
  check: { programs: [], build: false, run: async () => ({ ...(await runChecks()), skipped: 0 }) },
  unit: { programs: ['redis'], build: false, run: (report) => runVitest('unit', report, '--maxWorkers=3') },
  e2e: {
    programs: ['redis', 'chromium'],
    build: true,
    run: (report) => runPlaywright(report, '--grep-invert', '@figure'),
  },
  // What is timed has the machine for itself.
  figures: {
    programs: ['redis', 'chromium'],
    build: true,
    run: (report) => runPlaywright(report, '--grep', '@figure', '--workers', '1'),
  },
  // Both mostly wait. The first: the firmware behind a real serial port of a real Chromium.
  hardware: {
    programs: ['redis'],
    extras: ['cc', 'avr', 'socat', 'chromium'],
    build: false,
    run: (report) => runVitest('hardware', report, SERIAL, '--maxWorkers=3'),
  },
  simulator: {
    programs: ['redis'],
    extras: ['cc', 'avr', 'socat', 'simavr', 'chromium'],
    build: true,
    // Half of them reckon, half of them keep real time: no more than there are cores for.
    run: (report) => runVitest('hardware', report, '--exclude', `${SERIAL}/**`, '--maxWorkers=2'),
  },
  interop: { programs: ['redis'], build: true, run: (report) => runVitest('interop', report) },
  chaos: { programs: ['redis'], build: true, run: runChaos },
};

export const suiteNames = Object.keys(SUITES);

/**
 * Makes sure of what the suites need, runs them one after another and adds them up.
 *
 * @param {string[]} names
 * @returns {Promise<Tally>}
 */
export async function runSuites(names) {
  const suites = names.map((name) => /** @type {const} */ ([name, /** @type {Suite} */ (SUITES[name])]));
  await tryForPrograms([...new Set(suites.flatMap(([, { extras = [] }]) => extras))]);
  await ensurePrograms([...new Set(suites.flatMap(([, { programs }]) => programs))]);
  if (suites.some(([, { build }]) => build)) await ensureBuild({ quiet: true });
  /** @type {Tally} */
  const sum = { passed: 0, skipped: 0, failures: [] };
  for (const [name, suite] of suites) {
    console.log(`\n── ${name} ──`);
    const tally = await suite.run(newReport(name));
    sum.passed += tally.passed;
    sum.skipped += tally.skipped;
    sum.failures.push(...tally.failures.map((failure) => `${name}: ${failure}`));
  }
  return sum;
}

/** Says it once more at the end, where it is read, what failed and how much; that is the process's exit code, too. @param {Tally} tally */
export function conclude({ passed, skipped, failures }) {
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  console.log(`\n${passed} passed, ${failures.length} failed, ${skipped} skipped`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** Where a suite shall write its report; no old one is left there. @param {string} name */
function newReport(name) {
  const folder = join(cacheFolder(), 'test');
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

/** @param {string} project @param {string} report @param {string[]} options */
async function runVitest(project, report, ...options) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runTool('vitest', ['run', '--project', project, ...options, ...reporters]);
  return judge(code, tallyOfVitest(report));
}

/**
 * One file after another, for they measure time; all throw by one seed.
 *
 * @param {string} report
 */
function runChaos(report) {
  process.env['TAPLINE_SEED'] ||= String(Date.now() % 1_000_000_000);
  return runVitest('chaos', report, '--no-file-parallelism');
}

/** Each suite keeps the traces of its failures in a folder of its own. @param {string} report @param {string[]} options */
async function runPlaywright(report, ...options) {
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const output = join('test-results', basename(report, '.json'));
  const { code } = await runTool(
    'playwright',
    ['test', ...options, '--output', output, '--reporter=list,json'],
    { env },
  );
  return judge(code, tallyOfPlaywright(report));
}
