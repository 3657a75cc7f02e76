import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './run.js';

/**
 * What a suite's tests came to.
 *
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} skipped
 * @property {string[]} failures what failed, a few lines each: which test, and why
 *
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} VitestTest
 * @typedef {{ name: string, status: string, message?: string, assertionResults: VitestTest[] }} VitestFile
 *
 * @typedef {{ error?: { message?: string } }} PlaywrightResult
 * @typedef {{ title: string, file: string, tests: { status: string, results: PlaywrightResult[] }[] }} PlaywrightSpec
 * @typedef {{ specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** Of a reason, the lines that say it: not the way through the runner. */
const REASON_LINES = 6;
const WAY = /^\s*$|^\s+at .*node_modules|^\s+at new Promise/;

/** @param {string} report the path of a Vitest run's JSON @returns {Tally} */
export function tallyOfVitest(report) {
  const { testResults: files = [] } = /** @type {{ testResults?: VitestFile[] }} */ (read(report));
  const tests = files.flatMap((file) => file.assertionResults);
  const failures = files.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (file.status === 'failed' && failed.length === 0)
      return [failure(file.name, 'its hooks', file.message)];
    return failed.map((test) => failure(file.name, test.fullName, test.failureMessages?.[0]));
  });
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length;
  return { passed, skipped: tests.length - passed - failed, failures };
}

/** One that passed only when it was tried again has failed. @param {string} report the path of a Playwright run's JSON @returns {Tally} */
export function tallyOfPlaywright(report) {
  const specs = specsOf(/** @type {PlaywrightSuite} */ (read(report)));
  /** @param {string} wanted */
  const withStatus = (wanted) =>
    specs.flatMap(({ tests }) => tests.filter(({ status }) => status === wanted));
  const failures = specs.flatMap(({ file, title, tests }) => {
    const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky');
    return failed.map(({ results }) =>
      failure(file, title, results.find(({ error }) => error)?.error?.message),
    );
  });
  return { passed: withStatus('expected').length, skipped: withStatus('skipped').length, failures };
}

/**
 * A suite that crashed, or ran nothing, counts as one failure more than its tests show.
 *
 * @param {number} code
 * @param {Tally} tally
 * @returns {Tally}
 */
export function judge(code, tally) {
  const { passed, failures } = tally;
  const ran = passed + failures.length > 0;
  if (ran && (code === 0 || failures.length > 0)) return tally;
  return {
    ...tally,
    failures: [...failures, ran ? `the suite ended with code ${code}` : 'the suite ran no test'],
  };
}

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** @param {string} file @param {string} test @param {string | undefined} reason */
function failure(file, test, reason) {
  const lines = stripVTControlCharacters(reason ?? 'no reason was given')
    .split('\n')
    .filter((line) => !WAY.test(line));
  return [`${relative(root, file)}: ${test}`, ...lines.slice(0, REASON_LINES)].join('\n    ');
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
