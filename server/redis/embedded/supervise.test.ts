import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedRedis, type EmbeddedRedis } from '../embedded';
import { answers, shutDown } from './client';
import { supervise } from './supervise';

let dataDir: string;
let lines: string[];
let ends: (() => Promise<void>)[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tapline-supervise-'));
  lines = [];
  ends = [];
});

afterEach(async () => {
  for (const end of ends) await end();
  await rm(dataDir, { recursive: true, force: true });
});

interface Kept {
  redis: EmbeddedRedis;
  /** Ends the supervision, then leaves. */
  leave(): Promise<void>;
}

async function keep(overrides: Partial<Parameters<typeof startEmbeddedRedis>[0]> = {}): Promise<Kept> {
  const redis = await startEmbeddedRedis({ dataDir, progress: () => undefined, ...overrides });
  const end = supervise(redis, logInto(lines));
  const leave = async (): Promise<void> => {
    end();
    await redis.stop();
  };
  ends.push(leave);
  return { redis, leave };
}

/** What is said late must not be taken for the next test's. */
function logInto(own: string[]): Parameters<typeof supervise>[1] {
  const note = (line: unknown): unknown => own.push(String(line));
  return { warn: note, error: note } as Parameters<typeof supervise>[1];
}

/** A client as the app's own: it comes back by itself. */
function connect({ redis }: Kept, connectionName = 'reader'): Redis {
  const client = new Redis({
    ...redis.connection,
    connectionName,
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

const pidOf = async (client: Redis): Promise<number> =>
  Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);

async function kill(client: Redis): Promise<void> {
  const lost = new Promise((resolve) => client.once('close', resolve));
  process.kill(await pidOf(client), 'SIGKILL');
  await lost;
}

test.each(['socket', 'loopback'] as const)(
  'a server that is killed is started again on the same data and address (%s)',
  async (listen) => {
    const kept = await keep({ listen });
    const client = connect(kept);
    for (const round of ['1', '2', '3']) {
      await client.set('card', round);
      await kill(client);
      expect(await client.get('card')).toBe(round);
      // Killed sooner it would die in the midst of its start.
      await expect.poll(() => lines.length).toBe(2 * Number(round));
    }
    expect(lines.slice(0, 2)).toEqual([
      'The private Redis is gone: starting it again',
      'The private Redis runs again',
    ]);
  },
);

test('whoever keeps it is seen to do so again', async () => {
  const kept = await keep();
  const client = connect(kept);
  await kill(client);
  await expect.poll(() => client.client('LIST')).toContain('name=tapline-hold');
});

test('of several Taplines on one folder exactly one starts it', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => keep()));
  const client = connect(all[0] as Kept);
  await kill(client);
  // Who looks late finds it alive already, and says nothing; all hold it.
  const held = async () => String(await client.client('LIST')).match(/name=tapline-hold/g)?.length;
  await expect.poll(held, { timeout: 5_000 }).toBe(4);
  await expect.poll(() => lines.filter((line) => line.endsWith('runs again'))).toHaveLength(1);
});

test('what we stop ourselves stays stopped', async () => {
  const kept = await keep();
  await kept.leave();
  expect(await answers(kept.redis.connection)).toBe(false);
  expect(lines).toEqual([]);
});

test('a line that is cut is not mistaken for a death', async () => {
  const kept = await keep();
  const client = connect(kept);
  const pid = await pidOf(client);
  const list = String(await client.client('LIST'));
  await client.client('KILL', 'ID', /id=(\d+).*name=tapline-hold/.exec(list)?.[1] ?? '');
  await expect.poll(() => client.client('LIST')).toContain('name=tapline-hold');
  expect(await pidOf(client)).toBe(pid);
  expect(lines).toEqual([]);
});

test('one that cannot be started is tried again, later each time, with a line for each', async () => {
  const bin = join(dataDir, 'redis-by-turns');
  const broken = join(dataDir, 'broken');
  await writeFile(
    bin,
    `#!/bin/sh\n[ -e ${broken} ] && { echo out of luck; exit 3; }\nexec redis-server "$@"\n`,
  );
  await chmod(bin, 0o755);
  const kept = await keep({ serverBin: bin });
  const client = connect(kept);
  await writeFile(broken, '');
  await kill(client);
  await expect.poll(() => lines.length).toBe(3);
  expect(lines[1]).toMatch(/^The private Redis cannot be started: .*\. Trying again in 0\.25 s$/);
  expect(lines[2]).toContain('Trying again in 0.5 s');
  await rm(broken);
  expect(await client.ping()).toBe('PONG');
  await expect.poll(() => lines.at(-1)).toBe('The private Redis runs again');
});

/** Looked after is no process here, but something that dies so many times, each time so soon after it was started. */
function shortLived(deaths: number, livesMs: number) {
  /** How long it was away each time. */
  const pauses: number[] = [];
  let diedAt = 0;
  let lost = (): void => undefined;
  const die = (): void => {
    diedAt = performance.now();
    lost();
  };
  return {
    pauses,
    die,
    onLost: (listener: () => void) => void (lost = listener),
    isGone: () => Promise.resolve(true),
    revive: () => {
      if (pauses.push(performance.now() - diedAt) <= deaths) setTimeout(die, livesMs);
      return Promise.resolve('started' as const);
    },
  };
}

test('one that dies soon after each start is started later each time', async () => {
  const redis = shortLived(4, 100);
  onTestFinished(supervise(redis, logInto(lines)));
  redis.die();
  await expect.poll(() => redis.pauses.length, { timeout: 10_000 }).toBe(5);
  for (const [n, wanted] of [0, 250, 500, 1_000, 2_000].entries()) {
    expect(redis.pauses[n]).toBeGreaterThan(wanted - 5); // a timer may be early
    expect(redis.pauses[n]).toBeLessThan(wanted + 240);
  }
});

test('one that has lived for a while is started at once when it dies', async () => {
  const redis = shortLived(1, 2_100);
  onTestFinished(supervise(redis, logInto(lines)));
  redis.die();
  await expect.poll(() => redis.pauses.length, { timeout: 10_000 }).toBe(2);
  expect(redis.pauses[1]).toBeLessThan(240);
});

test('whoever leaves while it is away leaves at once, and it stays away', async () => {
  const kept = await keep({ serverBin: 'redis-server' });
  const client = connect(kept);
  kept.redis.revive = () => Promise.reject(new Error('out of luck'));
  await kill(client);
  await expect.poll(() => lines.length).toBeGreaterThan(1);
  const began = performance.now();
  await kept.leave();
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(await answers(kept.redis.connection)).toBe(false);
});

test('one that hangs gets no rival on its data', async () => {
  const kept = await keep();
  const client = connect(kept);
  const pid = await pidOf(client);
  process.kill(pid, 'SIGSTOP');
  try {
    await expect(startEmbeddedRedis({ dataDir, progress: () => undefined })).rejects.toThrow('hangs');
    expect(await kept.redis.revive()).toBe('running');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  expect(await pidOf(client)).toBe(pid);
  expect(lines).toEqual([]);
  expect(await readFile(join(dataDir, 'redis.log'), 'utf8')).not.toMatch(
    /(Redis|Valkey) is starting.*\n[^]*is starting/,
  );
  await shutDown(kept.redis.connection);
});
