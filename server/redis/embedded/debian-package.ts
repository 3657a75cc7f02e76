import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { osRelease, systemNames } from './install-hint';
import type { RedisServer } from './redis-server';

const run = promisify(execFile);

/** Whether this system's packages can be fetched: Debian, Ubuntu and what is made from them. */
export async function canFetch(): Promise<boolean> {
  if (!systemNames().some((name) => name === 'debian' || name === 'ubuntu')) return false;
  return run('apt-get', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Where the server fetched before would be. */
export function cachedServer(): Promise<RedisServer> {
  return serverIn(cacheFolder());
}

/**
 * Unpacks the distribution's own redis-server and whatever libraries it misses into the user's cache. apt
 * resolves and downloads in a folder of its own, so neither root nor the system's locks are needed.
 */
export async function fetchServer(progress: (line: string) => void): Promise<RedisServer> {
  progress('no Redis on this machine: fetching the redis-server package (no root needed)');
  const target = cacheFolder();
  await mkdir(join(target, '..'), { recursive: true });
  const work = await mkdtemp(`${target}.`);
  try {
    await download(work, progress);
    await unpack(work);
    await rm(target, { recursive: true, force: true });
    await rename(join(work, 'root'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  progress(`Redis unpacked into ${target}`);
  return serverIn(target);
}

/** One folder per release and processor, since a home folder may be shared by several machines. */
function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const { ID = 'linux', VERSION_ID = '' } = osRelease();
  return join(cache, 'tapline', 'redis', `${ID}${VERSION_ID}-${process.arch}`);
}

/** With the package lists the system has; where they are missing or outdated, with fresh ones of our own. */
async function download(work: string, progress: (line: string) => void): Promise<void> {
  await mkdir(join(work, 'apt/archives/partial'), { recursive: true });
  try {
    await downloadWith(work, []);
  } catch {
    progress('the package lists of this machine are missing or outdated: reading fresh ones');
    await mkdir(join(work, 'lists/partial'), { recursive: true });
    const ownLists = ['-o', `Dir::State::lists=${join(work, 'lists')}`];
    await apt(work, [...ownLists, 'update']);
    await downloadWith(work, ownLists);
  }
}

function downloadWith(work: string, options: string[]): Promise<unknown> {
  const onlyDownload = ['install', '--download-only', '--reinstall', '--yes', '--no-install-recommends'];
  return apt(work, [...options, ...onlyDownload, 'redis-server', 'redis-tools']);
}

function apt(work: string, args: string[]): Promise<unknown> {
  const own = ['Debug::NoLocking=1', 'APT::Sandbox::User=', `Dir::Cache=${join(work, 'apt')}`];
  const options = own.flatMap((option) => ['-o', option]);
  return run('apt-get', ['-q', ...options, ...args], { timeout: 300_000, maxBuffer: 16 * 1024 * 1024 });
}

async function unpack(work: string): Promise<void> {
  const archives = join(work, 'apt/archives');
  const packages = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
  for (const name of packages) await run('dpkg', ['-x', join(archives, name), join(work, 'root')]);
}

/** The server of an unpacked tree, told where its libraries are. */
async function serverIn(root: string): Promise<RedisServer> {
  const folders = await Promise.all(['lib', 'usr/lib'].map((dir) => libraryFolders(join(root, dir))));
  const libraries = [...folders.flat(), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
  const bin = join(root, 'usr/bin/redis-server');
  return libraries ? { bin, env: { LD_LIBRARY_PATH: libraries } } : { bin };
}

/** Libraries lie in folders named by the platform, such as `x86_64-linux-gnu`. */
async function libraryFolders(dir: string): Promise<string[]> {
  const names = existsSync(dir) ? await readdir(dir) : [];
  return names.filter((name) => name.includes('-linux-')).map((name) => join(dir, name));
}
