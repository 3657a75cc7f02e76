import { spawnSync } from 'node:child_process';
import { expect, test } from './test';

/** Two rows that take a moment: one of a real server, one of Redis alone. */
const bench = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bench.js', ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
};

test('the bench measures what it is asked for, as a table', () => {
  test.setTimeout(90_000);
  const { status, stdout, stderr } = bench('--quick', '--only', 'tap-socket,bytes');
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^\| row +\| figure +\| spread +\| against +\| ratio +\| aim/m);
  const figure = (row: string): number =>
    Number(new RegExp(`^\\| ${row} *\\| ([\\d.,]+) `, 'm').exec(stdout)?.[1]);
  expect(figure('tap over the socket, 200/s, p99')).toBeGreaterThan(0);
  expect(figure('bytes a message')).toBeGreaterThan(50);
  expect(figure('bytes a message')).toBeLessThan(1_000);
  expect(stdout).not.toContain('could not be measured');
});

test('the bench says which rows there are when it is asked for another', () => {
  const { status, stderr } = bench('--only', 'nonsense');
  expect(status).toBe(1);
  expect(stderr).toMatch(/no row nonsense; there are tap, /);
});
