import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromiumPath } from '../../tests/kit/chromium.js';
import { fail } from './fail.js';
import { run } from './run.js';

/**
 * @typedef {object} Need
 * @property {string} what
 * @property {string[]} packages of Debian and Ubuntu that bring it
 * @property {() => boolean} isThere
 */

/** @type {Record<'redis' | 'chromium' | 'avr' | 'cc' | 'socat' | 'simavr', Need>} */
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
  avr: {
    what: 'the compiler for the board',
    packages: ['gcc-avr', 'avr-libc', 'make'],
    isThere: () => isOnPath('avr-gcc') && isOnPath('make'),
  },
  cc: {
    what: 'a C compiler',
    packages: ['gcc', 'libc6-dev', 'make'],
    isThere: () => isOnPath('gcc') && isOnPath('make'),
  },
  socat: { what: 'socat', packages: ['socat'], isThere: () => isOnPath('socat') },
  simavr: { what: 'simavr', packages: ['simavr'], isThere: () => isOnPath('simavr') },
};

/**
 * Makes sure of the programs that tests need. Installs what is missing where it may: as root, on Debian
 * and Ubuntu. Elsewhere it ends with one line that says what is missing.
 *
 * @param {(keyof typeof NEEDS)[]} names
 */
export async function ensurePrograms(names) {
  await tryForPrograms(names);
  const missing = missingOf(names);
  if (missing.length > 0) fail(wanting(missing));
}

/**
 * As `ensurePrograms`, for those without which a few tests are skipped.
 *
 * @param {(keyof typeof NEEDS)[]} names
 */
export async function tryForPrograms(names) {
  const missing = missingOf(names);
  if (missing.length > 0 && process.getuid?.() === 0 && isOnPath('apt-get')) await install(missing);
}

/** @param {(keyof typeof NEEDS)[]} names */
const missingOf = (names) => names.map((name) => NEEDS[name]).filter(({ isThere }) => !isThere());

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

/**
 * Whether a program can be run by its name.
 *
 * @param {string} name
 */
export function isOnPath(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
