import { link, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const PREFIX = 'redis.lock.';
const BEAT_MS = 2_000;
const STALE_MS = 15_000;

/**
 * Runs `work` while no other process does so for the same folder. A lock is a numbered file that holds its
 * owner's process id; only the highest number counts, and it is never removed, only followed by the next
 * one. So a lock left by a killed process can be taken over without two takers removing each other's.
 */
export async function withLock<T>(
  dir: string,
  progress: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const file = await acquire(dir, progress);
  const beat = setInterval(() => void touch(file), BEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await writeFile(file, '');
  }
}

async function acquire(dir: string, progress: (line: string) => void): Promise<string> {
  for (let waits = 0; ; waits++) {
    const top = await highest(dir);
    if (!(await isHeld(dir, top)) && (await claim(dir, top + 1))) return join(dir, PREFIX + (top + 1));
    if (waits === 20) progress('waiting for another Tapline that starts or stops Redis on this folder');
    await sleep(25);
  }
}

async function highest(dir: string): Promise<number> {
  return Math.max(0, ...(await numbers(dir)));
}

async function numbers(dir: string): Promise<number[]> {
  const names = await readdir(dir);
  return names
    .filter((name) => /^redis\.lock\.\d+$/.test(name))
    .map((name) => Number(name.slice(PREFIX.length)));
}

/** Held while its process lives and keeps touching the file; the age guards against a process id used again. */
async function isHeld(dir: string, number: number): Promise<boolean> {
  if (number === 0) return false;
  const file = join(dir, PREFIX + number);
  try {
    const pid = Number(await readFile(file, 'utf8'));
    return pid > 0 && isAlive(pid) && Date.now() - (await stat(file)).mtimeMs < STALE_MS;
  } catch (error) {
    return ifGone(error);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A lock that vanished has been followed by a higher one: look again. */
function ifGone(error: unknown): true {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
  throw error;
}

/** Linking makes the file appear with its content in one step, and fails if another came first. */
async function claim(dir: string, number: number): Promise<boolean> {
  const file = join(dir, PREFIX + number);
  const draft = join(dir, `redis.claim.${randomUUID()}`);
  await writeFile(draft, String(process.pid));
  const linked = await link(draft, file).then(() => true, ifTaken);
  await rm(draft);
  if (!linked) return false;
  const rivals = await numbers(dir);
  if (Math.max(...rivals) !== number) return rm(file).then(() => false);
  await Promise.all(
    rivals.filter((old) => old < number).map((old) => rm(join(dir, PREFIX + old), { force: true })),
  );
  return true;
}

function ifTaken(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false;
  throw error;
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(ifGone);
}
