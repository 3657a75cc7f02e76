import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { withLock } from '../file-lock.js';
import { newAddress, readAddress, type Address } from './embedded/address';
import { answers, holdOpen, isUsedByOthers, shutDown, type Hold } from './embedded/client';
import { findServer } from './embedded/find-server';
import { knock } from './embedded/knock';
import { launch } from './embedded/launch';

export interface EmbeddedRedisOptions {
  /** Where the data, the socket, the lock and the log live; created with mode 700 when missing. */
  dataDir: string;
  /** A redis-server or valkey-server to use instead of looking for one. */
  serverBin?: string | undefined;
  /** `loopback` listens on a spare TCP port with a password even where a unix socket would do. */
  listen?: 'socket' | 'loopback';
  /** Told, one line at a time, what takes longer than a moment. */
  progress: (line: string) => void;
}

export interface EmbeddedRedis {
  /** What to hand to ioredis. */
  connection: Address;
  /** True when a server was already running on this folder. */
  adopted: boolean;
  /** Called when the server may have died: the line to it is lost, or cannot be opened again. */
  onLost(listener: () => void): void;
  /** Whether nobody listens at its address any more. */
  isGone(): Promise<boolean>;
  /** Starts it again on the same folder and address, unless that has been done, or we are leaving. */
  revive(): Promise<'started' | 'running'>;
  /** Shuts the server down, everything on disk, unless another Tapline still uses it. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * A private, durable Redis for one data folder: the one that already runs there, or a fresh one.
 * It outlives a killed app, and the last Tapline to leave stops it, so none is orphaned for ever.
 * Throws one readable error when no usable server can be found or started.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return withLock(startLock(dataDir, options.progress), async () => {
    const running = await findRunning(dataDir, options);
    const connection = running ?? (await startFresh(dataDir, options));
    const hold = await holdOpen(connection);
    return { ...lifeOf(dataDir, connection, hold, options), connection, adopted: running !== undefined };
  });
}

function lifeOf(
  dataDir: string,
  connection: Address,
  hold: Hold,
  options: EmbeddedRedisOptions,
): Omit<EmbeddedRedis, 'connection' | 'adopted'> {
  let leaving = false;
  let reviving: Promise<unknown> = Promise.resolve();
  const isGone = async (): Promise<boolean> => (await knock(connection)) === 'nobody';
  return {
    onLost: hold.onLost,
    isGone,
    revive: () => {
      const revived = withLock(startLock(dataDir, options.progress), async () => {
        if (leaving || !(await isGone())) return 'running';
        await launch(await findServer(options), dataDir, connection, options.progress);
        return 'started';
      });
      reviving = revived.catch(() => undefined);
      return revived;
    },
    stop: once(async () => {
      leaving = true;
      // Once we have left, nothing of ours touches the folder any more.
      await reviving;
      await leave(dataDir, connection, hold);
    }),
  };
}

async function findRunning(dataDir: string, { listen }: EmbeddedRedisOptions): Promise<Address | undefined> {
  const address = await readAddress(dataDir, listen);
  if (!address) return undefined;
  const found = await knock(address);
  // A second one on the same data would destroy them.
  if (found === 'silence') {
    throw new Error(`The Redis of ${dataDir} hangs: let it go on, or end it, and start again`);
  }
  return found === 'somebody' && (await answers(address)) ? address : undefined;
}

async function startFresh(dataDir: string, options: EmbeddedRedisOptions): Promise<Address> {
  const server = await findServer(options);
  const address = await newAddress(dataDir, options.listen);
  await launch(server, dataDir, address, options.progress);
  return address;
}

/** Under the lock, so that nobody adopts a server that is about to go. */
async function leave(dataDir: string, connection: Address, hold: Hold): Promise<void> {
  await withLock(startLock(dataDir), async () => {
    hold.release();
    if (!(await answers(connection)) || (await isUsedByOthers(connection))) return;
    await shutDown(connection);
  });
}

const startLock = (dir: string, progress?: (line: string) => void) => ({
  dir,
  name: 'redis',
  waiting: () => progress?.('waiting for another Tapline that is starting or stopping Redis on this folder'),
});

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
