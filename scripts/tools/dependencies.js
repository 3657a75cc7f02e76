import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../server/file-lock.js';
import { fail } from './fail.js';
import { cacheFolder, root, run } from './run.js';

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, extraneous?: boolean }} Package
 * @typedef {Record<string, Package>} Packages
 */

/**
 * Installs the dependencies if one of them is missing or has another version than package-lock.json says.
 * Those needed only to build and to test count with `dev`.
 *
 * @param {{ dev: boolean }} scope
 */
export async function ensureDependencies(scope) {
  if (isInstalled(scope)) return;
  const waiting = () => console.log('Another Tapline is installing the dependencies: waiting for it');
  await withLock({ dir: cacheFolder(), name: 'install', waiting }, async () => {
    if (!isInstalled(scope)) await install();
  });
}

/**
 * npm keeps its own record of what it installed: the same list as the lock, in node_modules.
 * @param {{ dev: boolean }} scope
 */
function isInstalled({ dev }) {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  const needed = Object.entries(wanted).filter(([path, it]) => path && !mayLack(it) && (dev || !it.dev));
  return needed.every(([path, { version }]) => present[path]?.version === version);
}

/**
 * What npm leaves out: packages for other platforms, and those in the lock that nobody asks for.
 * @param {Package} it
 */
const mayLack = (it) => it.optional || it.devOptional || it.extraneous;

/**
 * Whether a package is installed that npm leaves out where it cannot be.
 * @param {string} name
 */
export const isThere = (name) => existsSync(join(root, 'node_modules', name));

/** @param {string} lockFile */
function packagesOf(lockFile) {
  const file = join(root, lockFile);
  if (!existsSync(file)) return {};
  const lock = /** @type {{ packages: Packages }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return lock.packages;
}

async function install() {
  console.log('Installing dependencies (npm ci)');
  const { code } = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) fail('The dependencies could not be installed: see above');
}
