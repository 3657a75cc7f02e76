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

test('no two hold the same lock, everyone gets it, and one small file remains', async () => {
  let inside = 0;
  const seen: number[] = [];
  const turns = Array.from({ length: 20 }, () =>
    lock(async () => {
      seen.push(++inside);
      await sleep(3);
      inside--;
    }),
  );
  await Promise.all(turns);
  expect(seen).toEqual(Array(20).fill(1));
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
  let inside = 0;
  const turn = () =>
    lock(async () => expect([++inside, await sleep(5), --inside]).toEqual([1, undefined, 0]));
  await Promise.all(Array.from({ length: 10 }, turn));
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
