import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './checks.js';
import { ensureBuild } from './fresh-build.js';
import { ensurePrograms, tryForPrograms } from './programs.js';
import { cacheFolder, runTool } from './run.js';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 *
 * @typedef {{ testResults?: { status: string, assertionResults: { status: string }[] }[] }} VitestReport
 * @typedef {{ stats?: Record<string, number> }} PlaywrightReport
 *
 * @typedef {object} Suite
 * @property {Parameters<typeof ensurePrograms>[0]} programs what must be installed
 * @property {Parameters<typeof ensurePrograms>[0]} [extras] what some of its tests need, which are skipped without
 * @property {boolean} build whether it tests the built server
 * @property {(report: string) => Promise<Tally>} run
 */

/** @type {Record<string, Suite>} */
const SUITES = {
  check: { programs: [], build: false, run: async () => ({ ...(await runChecks()), skipped: 0 }) },
  unit: { programs: ['redis'], build: false, run: (report) => runVitest('unit', report) },
  e2e: { programs: ['redis', 'chromium'], build: true, run: runPlaywright },
  hardware: {
    programs: ['redis'],
    extras: ['cc', 'avr', 'socat', 'simavr', 'chromium'],
    build: true,
    // They mostly wait.
    run: (report) => runVitest('hardware', report, '--maxWorkers=2'),
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
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, suite] of suites) {
    console.log(`\n── ${name} ──`);
    const tally = await suite.run(newReport(name));
    sum.passed += tally.passed;
    sum.failed += tally.failed;
    sum.skipped += tally.skipped;
  }
  return sum;
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
  const { testResults: files = [] } = /** @type {VitestReport} */ (read(report));
  const statuses = files.flatMap(({ status, assertionResults: tests }) => {
    const own = tests.map((test) => test.status);
    return status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own; // its hooks failed
  });
  const passed = statuses.filter((status) => status === 'passed').length;
  const failed = statuses.filter((status) => status === 'failed').length;
  return judge(code, { passed, failed, skipped: statuses.length - passed - failed });
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

/** @param {string} report */
async function runPlaywright(report) {
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { code } = await runTool('playwright', ['test', '--reporter=list,json'], { env });
  const { stats = {} } = /** @type {PlaywrightReport} */ (read(report));
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return judge(code, { passed: expected, failed: unexpected + flaky, skipped });
}

/**
 * What a runner reports; nothing where it crashed before it wrote.
 *
 * @param {string} report
 * @returns {unknown}
 */
function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
}

/**
 * A suite that crashed, or ran nothing, counts as one failure more than its tests show.
 *
 * @param {number} code
 * @param {Tally} tally
 * @returns {Tally}
 */
function judge(code, tally) {
  const ran = tally.passed + tally.failed > 0;
  if (ran && (code === 0 || tally.failed > 0)) return tally;
  console.log(ran ? `The suite ended with code ${code}` : 'The suite ran no test');
  return { ...tally, failed: tally.failed + 1 };
}
