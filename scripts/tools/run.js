import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the scripts keep what may be thrown away. */
export function cacheFolder() {
  const folder = join(root, '.cache');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * @typedef {object} Options
 * @property {boolean} [quiet] capture the output instead of showing it
 * @property {NodeJS.ProcessEnv} [env] variables added to our own
 *
 * @typedef {object} Outcome
 * @property {number} code 0 when all went well
 * @property {string} output what was captured
 */

/**
 * Runs a program in the project's folder. A signal that ends us ends the program, too.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<Outcome>}
 */
export function run(program, args, { quiet = false, env = {} } = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const release = endWithUs(child);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  /** @type {Promise<Outcome>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
  return ended.finally(release);
}

/**
 * As `run`, for a command that an npm package of ours brings.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {Options} [options]
 */
export function runTool(name, args, options) {
  return run(process.execPath, [join(root, 'node_modules/.bin', name), ...args], options);
}

/** @param {import('node:child_process').ChildProcess} child */
function endWithUs(child) {
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    child.kill(signal);
    child.once('close', () => process.exit(1));
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  return () => process.off('SIGTERM', end).off('SIGINT', end);
}
