import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from './address';
import { state } from './client';
import type { RedisServer } from './redis-server';

const SILENT_MS = 30_000;

/**
 * Starts a durable server and waits until it takes commands. It is a session of its own, so that Ctrl-C in
 * the terminal reaches the app alone, which still needs its Redis while it drains.
 */
export async function launch(
  server: RedisServer,
  dataDir: string,
  address: Address,
  progress: (line: string) => void,
): Promise<void> {
  const logFile = join(dataDir, 'redis.log');
  const log = await open(logFile, 'a', 0o600);
  const { size } = await log.stat();
  try {
    const child = run(server, dataDir, address, log);
    await untilReady(child, address, progress);
  } catch (error) {
    throw new Error(
      `${server.bin} did not start: ${(error as Error).message}\n${await since(logFile, size)}`,
      { cause: error },
    );
  } finally {
    await log.close();
  }
}

function run(server: RedisServer, dataDir: string, address: Address, log: FileHandle): ChildProcess {
  const child = spawn(server.bin, ['-', ...flags(dataDir, address)], {
    cwd: dataDir,
    env: { ...process.env, ...server.env },
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  child.unref();
  child.stdin?.on('error', () => undefined); // a server that dies at once is reported by its exit
  child.stdin?.end('password' in address ? `requirepass ${address.password}\n` : ''); // hidden from `ps`
  return child;
}

function flags(dataDir: string, address: Address): string[] {
  const where =
    'path' in address
      ? { port: '0', unixsocket: address.path, unixsocketperm: '700' }
      : { port: String(address.port), bind: address.host };
  const durable = { appendonly: 'yes', appendfsync: 'always', save: '', 'maxmemory-policy': 'noeviction' };
  return Object.entries({ dir: dataDir, ...where, ...durable }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);
}

async function untilReady(
  child: ChildProcess,
  address: Address,
  progress: (line: string) => void,
): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.once('exit', (code, signal) => (failure ??= new Error(`it ended with ${signal ?? `code ${code}`}`)));
  let deadline = Date.now() + SILENT_MS;
  for (let look = 0; ; look++) {
    const now = await state(address);
    if (failure) throw failure;
    if (now === 'ready') return;
    if (now === 'loading') deadline = Date.now() + SILENT_MS;
    if (now === 'loading' && look % 100 === 10) progress('Redis is loading its data');
    if (Date.now() > deadline) throw new Error(`no answer within ${SILENT_MS / 1_000} s`);
    await sleep(look < 20 ? 5 : 50);
  }
}

/** The last lines that this start added to the log. */
async function since(logFile: string, offset: number): Promise<string> {
  const { size } = await stat(logFile);
  const text = (await readFile(logFile)).subarray(Math.min(offset, size)).toString('utf8');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}
