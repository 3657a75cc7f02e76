import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../build/main.js', import.meta.url));
const START_MS = 20_000;
const STOP_MS = 15_000;

export interface TestServer {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string;
  pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** SIGTERM, then waits for the end; resolves to the exit code. Safe to repeat. */
  stop(): Promise<number | null>;
  /** SIGKILL: what a crash leaves behind stays, its private Redis included, for another server on `dataDir`. */
  kill(): Promise<void>;
  dataDir: string;
}

export interface ServerOptions {
  /** Over the defaults: a free port, a private Redis in a fresh folder, quiet logs. */
  env?: Record<string, string>;
  /** The program to run instead of the built main.js. */
  main?: string;
  /** What node itself is told. */
  nodeOptions?: string[];
  /** A folder to use again; without it a fresh one, removed by `stop`. */
  dataDir?: string;
}

/** The real built server in a process of its own. Several share one Redis by REDIS_URL. */
export async function startServer({
  env = {},
  dataDir,
  main = MAIN,
  nodeOptions = [],
}: ServerOptions = {}): Promise<TestServer> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'tapline-server-')));
  const child = spawn(process.execPath, [...nodeOptions, main], {
    env: environment(folder, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  endWithUs(child);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const origin = await announced(child, output);
  return {
    origin,
    pid: child.pid ?? 0,
    output,
    dataDir: folder,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await within(STOP_MS, ended, () => child.kill('SIGKILL'));
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Nothing of the tester's own settings leaks in. */
function environment(dataDir: string, env: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, XDG_CACHE_HOME, LD_LIBRARY_PATH } = process.env;
  // Tests write faster than people do.
  const TAPLINE_LIMITS = '{"postBurst":100000,"newcomerBurst":100000,"deviceRequestsPerAddress":10000}';
  const defaults = { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', TZ: 'UTC', TAPLINE_LIMITS };
  return { PATH, HOME, XDG_CACHE_HOME, LD_LIBRARY_PATH, ...defaults, ...env };
}

/** A test that forgets to stop its server, or cannot, leaves none behind. */
function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** The address it prints once it listens. */
function announced(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}:\n${output()}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`printed no address within ${START_MS / 1_000} s`);
    }, START_MS);
    child.stdout?.on('data', () => {
      const origin = /(https?:\/\/\S+)\/kiosk\/gate/.exec(output())?.[1];
      if (!origin) return;
      clearTimeout(timer);
      resolve(origin);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code ?? 'none'} before it listened`);
    });
  });
}

async function within<T>(ms: number, done: Promise<T>, late: () => void): Promise<T> {
  const timer = setTimeout(late, ms);
  try {
    return await done;
  } finally {
    clearTimeout(timer);
  }
}
