import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromiumPath } from '../../tests/e2e/chromium.js';
import { fail } from './fail.js';
import { run } from './run.js';

/**
 * @typedef {object} Need
 * @property {string} what
 * @property {string[]} packages of Debian and Ubuntu that bring it
 * @property {() => boolean} isThere
 */

/** @type {Record<'redis' | 'chromium', Need>} */
const NEEDS = {
  redis: {
    what: 'Redis 7.0 or later',
    packages: ['redis-server'],
    isThere: () => isOnPath('redis-server') || isOnPath('valkey-server'),
  },
  chromium: {
    what: 'Chromium (or: npx playwright install chromium)',
    packages: ['chromium'],
    isThere: () => chromiumPath() !== undefined,
  },
};

/**
 * Makes sure of the programs that tests need. Installs what is missing where it may: as root, on Debian
 * and Ubuntu. Elsewhere it ends with one line that says what is missing.
 *
 * @param {(keyof typeof NEEDS)[]} names
 */
export async function ensurePrograms(names) {
  const missing = names.map((name) => NEEDS[name]).filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) fail(wanting(missing));
  await install(missing);
  const still = missing.filter(({ isThere }) => !isThere());
  if (still.length > 0) fail(wanting(still));
}

/** @param {Need[]} missing */
function wanting(missing) {
  const packages = missing.flatMap((need) => need.packages).join(' ');
  const what = missing.map((need) => need.what).join(', ');
  return `The tests need ${what}: install it, on Debian or Ubuntu with "sudo apt-get install ${packages}"`;
}

/** @param {Need[]} missing */
async function install(missing) {
  const packages = missing.flatMap((need) => need.packages);
  console.log(`Installing ${packages.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}

/** @param {string} name */
function isOnPath(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
