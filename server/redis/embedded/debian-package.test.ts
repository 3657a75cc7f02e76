import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEmbeddedRedis } from '../embedded';
import { answers } from './client';
import { canFetch } from './debian-package';

const hasApt = await canFetch();
/** What a Debian machine that never had Redis lacks. */
const MISSING = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];
let temp: string;

beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'tapline-fetch-'));
  vi.stubEnv('XDG_CACHE_HOME', join(temp, 'cache'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temp, { recursive: true, force: true });
});

test.skipIf(!hasApt)(
  'fetches a server and its libraries without root, and finds them again',
  async () => {
    vi.stubEnv('PATH', await pathWithoutRedis());
    vi.stubEnv('APT_CONFIG', await aptWithoutRedis());
    const lines: string[] = [];
    const options = { dataDir: join(temp, 'data'), progress: (line: string) => lines.push(line) };
    const first = await startEmbeddedRedis(options);
    expect(lines[0]).toMatch(/fetching the redis-server package/);
    expect(await answers(first.connection)).toBe(true);
    await first.stop();
    lines.length = 0;
    const second = await startEmbeddedRedis(options);
    await second.stop();
    expect(lines).toEqual([]);
    expect(await unpackedLibraries()).toEqual(expect.arrayContaining([expect.stringMatching(/libjemalloc/)]));
  },
  180_000,
);

test('names the way to install one where nothing can be fetched', async () => {
  vi.stubEnv('PATH', temp); // holds nothing
  const start = startEmbeddedRedis({ dataDir: join(temp, 'data'), progress: () => undefined });
  await expect(start).rejects.toThrow(/^Tapline needs Redis or Valkey 7.0 or later: .+, or set REDIS_URL/);
});

/** Every tool of this machine but the Redis ones. */
async function pathWithoutRedis(): Promise<string> {
  const bin = join(temp, 'bin');
  await mkdir(bin);
  for (const dir of ['/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    const names = (await readdir(dir)).filter(
      (name) => !/^(redis|valkey)/.test(name) && !existsSync(join(bin, name)),
    );
    await Promise.all(names.map((name) => symlink(join(dir, name), join(bin, name)).catch(ifThere)));
  }
  return bin;
}

/** An apt that takes the packages for not installed. */
async function aptWithoutRedis(): Promise<string> {
  const installed = await readFile('/var/lib/dpkg/status', 'utf8');
  const others = installed
    .split('\n\n')
    .filter((entry) => !MISSING.some((name) => entry.startsWith(`Package: ${name}\n`)));
  await writeFile(join(temp, 'status'), others.join('\n\n'));
  await writeFile(join(temp, 'apt.conf'), `Dir::State::status "${join(temp, 'status')}";\n`);
  return join(temp, 'apt.conf');
}

function ifThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function unpackedLibraries(): Promise<string[]> {
  const files = await readdir(join(temp, 'cache'), { recursive: true });
  return files.filter((file) => file.includes('.so.'));
}
