import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// Plain JavaScript, so that the scripts that run before anything is installed or built use it as well.

const BEAT_MS = 2_000;
const STALE_MS = 15_000;

/**
 * Runs `work` while no other process runs work under this name in this folder.
 *
 * A lock is a numbered file that holds its owner's process id. Only the highest number counts, and it is
 * never removed, only followed by the next one: so a lock left by a killed process can be taken over
 * without two takers removing each other's.
 *
 * @template T
 * @param {{ dir: string, name: string, waiting: () => void }} lock `waiting` is called once if it takes long
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock({ dir, name, waiting }, work) {
  const files = join(dir, `${name}.lock.`);
  const file = files + (await acquire(files, waiting));
  const beat = setInterval(() => void touch(file), BEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await writeFile(file, '');
  }
}

/** @param {string} files @param {() => void} waiting */
async function acquire(files, waiting) {
  for (let looks = 0; ; looks++) {
    const top = Math.max(0, ...(await numbers(files)));
    if (!(await isHeld(files + top)) && (await claim(files, top + 1))) return top + 1;
    if (looks === 40) waiting();
    await sleep(25);
  }
}

/** @param {string} files */
async function numbers(files) {
  const names = await readdir(join(files, '..'));
  const prefix = files.slice(join(files, '..').length + 1);
  const suffixes = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return suffixes.filter((suffix) => /^\d+$/.test(suffix)).map(Number);
}

/**
 * Held while its process lives and keeps touching the file; the age guards against a process id used again.
 * @param {string} file
 */
async function isHeld(file) {
  try {
    const pid = Number(await readFile(file, 'utf8'));
    return pid > 0 && isAlive(pid) && Date.now() - (await stat(file)).mtimeMs < STALE_MS;
  } catch (error) {
    return unlessGone(error);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Linking makes the file appear with its content in one step, and fails if another came first.
 * @param {string} files @param {number} number
 */
async function claim(files, number) {
  const draft = files + randomUUID();
  await writeFile(draft, String(process.pid));
  const linked = await link(draft, files + number).then(() => true, unlessTaken);
  await rm(draft);
  return linked && isHighest(files, number);
}

/**
 * Whoever looked before others came and went may have made a number that is history: it takes that back.
 * @param {string} files @param {number} number
 */
async function isHighest(files, number) {
  const all = await numbers(files);
  const highest = Math.max(...all) === number;
  const done = highest ? all.filter((old) => old < number) : [number];
  await Promise.all(done.map((old) => rm(files + old, { force: true })));
  return highest;
}

/** @param {string} file */
async function touch(file) {
  const now = new Date();
  await utimes(file, now, now).catch(unlessGone);
}

/** @param {unknown} error */
function unlessGone(error) {
  if (codeOf(error) === 'ENOENT') return false;
  throw error;
}

/** @param {unknown} error */
function unlessTaken(error) {
  if (codeOf(error) === 'EEXIST') return false;
  throw error;
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
