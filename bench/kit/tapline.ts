import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { programOf, startChild, type Child } from './child';
import { newFolder, removeFolder } from './folder';
import { setFsync, type Fsync } from './redis';
import { atEnd } from './endings';

/** A server under test: `cpu` in microseconds since it started. */
export interface Subject {
  origin: string;
  pid: number;
  cpu(): Promise<number>;
  /** Bytes in use after a collection. */
  memory(): Promise<{ used: number; resident: number }>;
  stop(): Promise<void>;
}

export interface Tapline extends Subject {
  /** A connection to its Redis. */
  redis: Redis;
}

const START_MS = 20_000;
/** Limits are for strangers; a load test is no stranger. */
const FREE = 10_000_000;
const NO_LIMITS = JSON.stringify({
  signInPerAddress: FREE,
  commandsPerSocket: FREE,
  commandsPerPerson: FREE,
  commandsPerAddress: FREE,
  postsPerPerson: FREE,
  postBurst: FREE,
  requestsPerKey: FREE,
  requestsPerAddress: FREE,
  linesPerAddress: FREE,
  newcomerBurst: FREE,
  deviceRequestsPerAddress: FREE,
});

/** The real built server in demo mode, with a Redis of its own. */
export async function startTapline(fsync: Fsync = 'always'): Promise<Tapline> {
  const dataDir = await newFolder();
  const { PATH, HOME, XDG_CACHE_HOME, LD_LIBRARY_PATH } = process.env;
  const child = startChild(['--expose-gc', '--import', programOf('probe'), main()], {
    ...{ PATH, HOME, XDG_CACHE_HOME, LD_LIBRARY_PATH },
    ...{ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', TZ: 'UTC', TAPLINE_LIMITS: NO_LIMITS },
  });
  const redis = new Redis({ path: join(dataDir, 'redis.sock'), lazyConnect: true });
  // Before it has started: a start that fails leaves a folder, too.
  const stop = atEnd(async () => {
    redis.disconnect();
    await child.stop();
    await removeFolder(dataDir);
  });
  const origin = await announced(child, /(http:\/\/\S+)\/kiosk\/gate/);
  await setFsync(redis, fsync);
  return {
    ...subject(child, origin),
    redis,
    stop,
  };
}

/** A rival's server, bundled with the bench. */
export async function startRival(name: string, env: Record<string, string> = {}): Promise<Subject> {
  const { PATH, HOME } = process.env;
  const program = ['--expose-gc', '--import', programOf('probe'), programOf(name)];
  const child = startChild(program, { PATH, HOME, ...env });
  return { ...subject(child, await announced(child, /listening at (\S+)/)), stop: child.stop };
}

const subject = ({ pid, ask }: Child, origin: string): Omit<Subject, 'stop'> => ({
  origin,
  pid,
  cpu: () => ask<number>('cpu'),
  memory: () => ask<{ used: number; resident: number }>('memory'),
});

/** The bench is bundled into .cache/bench; the server stands in build. */
export const main = (): string => join(import.meta.dirname, '../../build/main.js');

async function announced(child: Child, address: RegExp): Promise<string> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const found = address.exec(child.output())?.[1];
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`The server printed no address:\n${child.output()}`);
    await sleep(5);
  }
}
