import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../../server/file-lock.js';
import { fail } from './fail.js';
import { fingerprint } from './fingerprint.js';
import { cacheFolder, root, run } from './run.js';

const BUILD = join(root, 'build');
/** What runs from a build. */
const PROGRAMS = ['main', 'admin'];
/** Builds that running servers may still read from are kept this many. */
const KEPT = 3;

/** Whether build/main.js and the like run what the sources say. An installation without sources is always current. */
export function isBuildCurrent() {
  if (!PROGRAMS.every((program) => existsSync(fileOf(program)))) return false;
  if (!existsSync(join(root, 'src'))) return true;
  const name = fingerprint();
  return PROGRAMS.every((program) => readFileSync(fileOf(program), 'utf8') === entryOf(program, name));
}

/**
 * Makes the programs in build/ current. Each build has a folder of its own, named by what it was made from, and
 * main.js and admin.js only name the one to run: a server that runs from an older build keeps its files.
 *
 * @param {{ quiet: boolean }} options `quiet` shows the compiler's output only if it fails
 */
export async function ensureBuild(options) {
  await mkdir(BUILD, { recursive: true });
  const waiting = () => console.log('Another Tapline is building: waiting for it');
  await withLock({ dir: cacheFolder(), name: 'build', waiting }, async () => {
    if (isBuildCurrent()) return;
    const name = fingerprint();
    if (!existsSync(join(BUILD, name))) await compile(name, options);
    await pointTo(name);
    await removeOld(name);
  });
}

/** @param {string} name @param {{ quiet: boolean }} options */
async function compile(name, { quiet }) {
  const draft = join(BUILD, 'unfinished');
  await rm(draft, { recursive: true, force: true });
  console.log('Building');
  const began = performance.now();
  const script = join(root, 'scripts/tools/compile.js');
  const { code, output } = await run(process.execPath, [script], {
    quiet,
    env: { TAPLINE_BUILD_DIR: draft, TAPLINE_BUILD: name },
  });
  if (code !== 0) fail(`${output}\nThe build failed`);
  await rename(draft, join(BUILD, name));
  console.log(`Built in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
}

/** @param {string} name */
async function pointTo(name) {
  for (const program of PROGRAMS) {
    const file = fileOf(program);
    await writeFile(`${file}.new`, entryOf(program, name));
    await rename(`${file}.new`, file);
  }
}

/** @param {string} program */
const fileOf = (program) => join(BUILD, `${program}.js`);

/** @param {string} program @param {string} name */
function entryOf(program, name) {
  return `process.setSourceMapsEnabled(true);\nawait import('./${name}/${program}.js');\n`;
}

/** @param {string} current */
async function removeOld(current) {
  const names = (await readdir(BUILD)).filter((name) => /^[0-9a-f]{16}$/.test(name) && name !== current);
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(BUILD, name))).mtimeMs })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT - 1);
  await Promise.all(old.map(({ name }) => rm(join(BUILD, name), { recursive: true, force: true })));
}
