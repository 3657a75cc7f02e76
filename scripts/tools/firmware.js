import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './run.js';

const folder = join(root, 'hardware/firmware');

/** The image that is kept with the sources, and runs in the page, in tests and on the street. */
export const keptImage = join(folder, 'gate-board.hex');

/** The compiler that made it: another one makes other bytes of the same program. */
export const COMPILER = '5.4.0';

/**
 * @typedef {object} Built
 * @property {string} image the Intel HEX file
 * @property {number} flash bytes
 * @property {number} ram bytes of what has a fixed place; the stack has the rest of 2,048
 */

/**
 * Builds the firmware into a folder.
 *
 * @param {string} out
 * @returns {Promise<Built>}
 * @throws Error with the compiler's words
 */
export async function buildFirmware(out) {
  mkdirSync(out, { recursive: true });
  await must('make', ['-s', '-C', folder, `OUT=${out}`]);
  const { output } = await must('avr-size', ['-A', join(out, 'gate-board.elf')]);
  const sizeOf = (/** @type {string} */ section) =>
    Number(new RegExp(`^\\${section}\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  return {
    image: readFileSync(join(out, 'gate-board.hex'), 'utf8').replaceAll('\r\n', '\n'),
    flash: sizeOf('.text') + sizeOf('.data'),
    ram: sizeOf('.data') + sizeOf('.bss') + sizeOf('.noinit'),
  };
}

/** The version of the installed compiler; null where there is none. */
export async function compilerVersion() {
  const { code, output } = await run('avr-gcc', ['-dumpversion'], { quiet: true });
  return code === 0 ? output.trim() : null;
}

/** @param {string} program @param {string[]} args */
async function must(program, args) {
  const outcome = await run(program, args, { quiet: true });
  if (outcome.code !== 0) throw new Error(`${program} ${args.join(' ')}\n${outcome.output}`);
  return outcome;
}
