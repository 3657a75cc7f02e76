import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './file-lock.js';

let dir: string;
const waiting = () => undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tapline-lock-'));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

const lock = <T>(work: () => Promise<T>, name = 'work') => withLock({ dir, name, waiting }, work);

/** Twenty take turns; tells how many were inside at each entry. */
async function crowd(): Promise<number[]> {
  let inside = 0;
  const seen: number[] = [];
  const turn = () =>
    lock(async () => {
      seen.push(++inside);
      await sleep(3);
      inside--;
    });
  await Promise.all(Array.from({ length: 20 }, turn));
  return seen;
}

const alone = Array<number>(20).fill(1);

test('no two hold the same lock, everyone gets it, and one small file remains', async () => {
  expect(await crowd()).toEqual(alone);
  expect(await readdir(dir)).toHaveLength(1);
});

test('locks of different names do not hold each other up', async () => {
  await lock(() => lock(() => Promise.resolve(), 'other'), 'one');
});

test('a lock is free again after its work failed', async () => {
  await expect(lock(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await lock(() => Promise.resolve('done'))).toBe('done');
});

test('a lock left by a process that is gone is taken over, by one alone', async () => {
  await writeFile(join(dir, 'work.lock.7'), execFileSync('sh', ['-c', 'echo $$']));
  expect(await crowd()).toEqual(alone);
});

test('a lock whose process id now belongs to another program is taken over', async () => {
  const file = join(dir, 'work.lock.3');
  await writeFile(file, String(process.ppid));
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(file, longAgo, longAgo);
  expect(await lock(() => Promise.resolve('mine'))).toBe('mine');
});

test('a lock that is held by a living process is respected', async () => {
  await writeFile(join(dir, 'work.lock.1'), String(process.ppid));
  let taken = false;
  const mine = lock(async () => void (taken = true));
  await sleep(100);
  expect(taken).toBe(false);
  await writeFile(join(dir, 'work.lock.1'), '');
  await mine;
});
