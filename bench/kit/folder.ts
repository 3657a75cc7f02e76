import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, shutDown } from '#server/redis/embedded/client';

/** A fresh folder; short, for a unix socket's path lies in it. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'tapline-bench-'));

/** Removes it, with the Redis that a server left there which had to be killed. */
export async function removeFolder(folder: string): Promise<void> {
  const redis = { path: join(folder, 'redis.sock') };
  if (await answers(redis)) await shutDown(redis);
  await rm(folder, { recursive: true, force: true });
}
