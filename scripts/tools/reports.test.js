import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge, tallyOfPlaywright, tallyOfVitest } from './reports.js';
import { cacheFolder, runTool } from './run.js';

/** Each test starts a runner. */
const LONG_MS = 60_000;

/** Files of tests, and what a runner makes of each. */
const FILES = {
  'fine.test.js': `
    test('passes', () => {});
    test.skip('is left out', () => {});
    test('fails', () => { throw new Error('this is why'); });`,
  'hooks.test.js': `
    test.beforeAll(() => { throw new Error('not even begun'); });
    test('never runs', () => {});`,
  'broken.test.js': `throw new Error('not even read');`,
  'flaky.test.js': `
    let tries = 0;
    test('passes when it is tried again', ({}, { retry }) => { if (retry === 0) throw new Error('at first'); });`,
  'stray.test.js': `
    test('leaves something behind', () => { setTimeout(() => { throw new Error('afterwards'); }); });
    test('waits', () => new Promise((resolve) => setTimeout(resolve, 50)));`,
};

/** @type {string} */
let folder;
beforeAll(() => (folder = mkdtempSync(join(cacheFolder(), 'reports-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Runs files by a real runner, and judges that as `npm test` does.
 *
 * @param {'vitest' | 'playwright'} runner
 * @param {(keyof typeof FILES)[]} files
 */
async function run(runner, ...files) {
  const home = mkdtempSync(join(folder, `${runner}-`));
  const report = join(home, 'report.json');
  const [imports, more] =
    runner === 'vitest'
      ? [`import { test, beforeAll } from 'vitest';`, 'test.beforeAll = beforeAll;']
      : [`import { test } from 'playwright/test';`, ''];
  for (const file of files) writeFileSync(join(home, file), `${imports}\n${more}\n${FILES[file]}`);
  const config = join(home, `${runner}.config.js`);
  writeFileSync(config, `export default { testDir: '.', retries: 1, outputDir: 'out' };`);
  const args =
    runner === 'vitest'
      ? ['run', '--root', home, '--config', config, '--reporter=json', `--outputFile=${report}`]
      : ['test', '--config', config, '--reporter=json'];
  const { code } = await runTool(runner, args, { quiet: true, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } });
  return judge(code, runner === 'vitest' ? tallyOfVitest(report) : tallyOfPlaywright(report));
}

test.each(
  /** @type {const} */ ([
    ['vitest', ['fine.test.js', 'hooks.test.js', 'broken.test.js']],
    ['playwright', ['fine.test.js', 'hooks.test.js', 'flaky.test.js']],
  ]),
)('%s: one that passed, and why each of the others did not', { timeout: LONG_MS }, async (runner, files) => {
  const { passed, failures } = await run(runner, ...files);
  expect(passed).toBe(1);
  const reasons = {
    'fine.test.js': /fine\.test\.js: fails\n +Error: this is why/,
    'hooks.test.js': /hooks\.test\.js: .*\n +(Error: )?not even begun/,
    'broken.test.js': /broken\.test\.js: .*\n +(Error: )?not even read/,
    'flaky.test.js': /flaky\.test\.js: passes when it is tried again\n +Error: at first/,
  };
  expect(failures).toHaveLength(files.length);
  for (const file of files) expect(failures).toContainEqual(expect.stringMatching(reasons[file]));
});

test.each(
  /** @type {const} */ ([
    ['playwright', ['broken.test.js'], /the suite ran no test/],
    ['vitest', [], /the suite ran no test/],
    ['playwright', [], /the suite ran no test/],
    ['vitest', ['stray.test.js'], /the suite ended with code 1/],
  ]),
)('%s, %o: counts as a failure', { timeout: LONG_MS }, async (runner, files, reason) => {
  const { failures } = await run(runner, ...files);
  expect(failures).toEqual([expect.stringMatching(reason)]);
});
