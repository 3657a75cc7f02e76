import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder; short, for a unix socket's path lies in it. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'tapline-bench-'));

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
