import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { withLock } from '../file-lock.js';
import { startEmbeddedRedis, type EmbeddedRedis } from './embedded';
import { answers } from './embedded/client';

let dataDir: string;
let started: EmbeddedRedis[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tapline-embedded-'));
  started = [];
});

afterEach(async () => {
  for (const redis of started) await redis.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(
  overrides: Partial<Parameters<typeof startEmbeddedRedis>[0]> = {},
): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis({ dataDir, progress: () => undefined, ...overrides });
  started.push(redis);
  return redis;
}

function connect(redis: EmbeddedRedis, connectionName = 'reader'): Redis {
  const client = new Redis({ ...redis.connection, connectionName, retryStrategy: () => null });
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

async function pidOf(redis: EmbeddedRedis): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await connect(redis).info('server'))?.[1]);
}

test('starts a durable server on a private socket and stops it', async () => {
  const redis = await start();
  expect(redis.adopted).toBe(false);
  expect(redis.connection).toEqual({ path: join(dataDir, 'redis.sock') });
  expect((await stat(join(dataDir, 'redis.sock'))).mode & 0o777).toBe(0o700);
  const client = connect(redis);
  const settings = ['port', 'appendonly', 'appendfsync', 'save', 'maxmemory-policy'];
  const values = await Promise.all(settings.map(async (name) => (await client.config('GET', name))[1]));
  expect(values).toEqual(['0', 'yes', 'always', '', 'noeviction']);
  await redis.stop();
  expect(await answers(redis.connection)).toBe(false);
});

test('what was written is there after a stop and after SIGKILL', async () => {
  const first = await start();
  await connect(first).set('card', '04A1');
  await first.stop();
  const second = await start();
  await connect(second).set('pass', 'TEN_TRIP');
  process.kill(await pidOf(second), 'SIGKILL');
  await expect.poll(() => answers(second.connection)).toBe(false);
  const third = await start();
  expect(third.adopted).toBe(false);
  expect(await connect(third).mget('card', 'pass')).toEqual(['04A1', 'TEN_TRIP']);
});

test('a second instance adopts the server and leaves it to the first', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ adopted: true, connection: first.connection });
  await second.stop();
  expect(await answers(first.connection)).toBe(true);
});

test('the server outlives its starter while another instance uses it, and goes with the last', async () => {
  const first = await start();
  const second = await start();
  await first.stop();
  expect(await answers(second.connection)).toBe(true);
  await second.stop();
  expect(await answers(second.connection)).toBe(false);
});

const startsLogged = async (): Promise<number> =>
  (await readFile(join(dataDir, 'redis.log'), 'utf8')).match(/(Redis|Valkey) is starting/g)?.length ?? 0;

async function kill(redis: EmbeddedRedis): Promise<void> {
  process.kill(await pidOf(redis), 'SIGKILL');
  await expect.poll(() => redis.isGone()).toBe(true);
}

test('whoever has left starts nothing', async () => {
  const redis = await start();
  await kill(redis);
  await redis.stop();
  expect(await redis.revive()).toBe('running');
  expect(await redis.isGone()).toBe(true);
});

test('whoever leaves while it is to be started waits for that, and starts nothing', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => start()));
  await kill(all[0] as EmbeddedRedis);
  const order: string[] = [];
  const gone: Promise<void>[] = [];
  // Another Tapline has the lock until all of ours are in line for it, in no order that could be counted on.
  await withLock({ dir: dataDir, name: 'redis', waiting: () => undefined }, async () => {
    for (const [n, redis] of all.entries()) {
      void redis.revive().then((how) => order.push(`${n} ${how}`));
      await sleep(5);
      gone.push(redis.stop().then(() => void order.push(`${n} left`)));
    }
    await sleep(100);
    expect(order).toEqual([]);
  });
  await Promise.all(gone);
  for (const n of all.keys()) {
    expect(order.filter((line) => line.startsWith(`${n} `))).toEqual([`${n} running`, `${n} left`]);
  }
  expect(await startsLogged()).toBe(1);
});

test('whoever leaves while a slow one is being started takes it along', async () => {
  const slow = await fake('[ "$1" = --version ] || sleep 0.7\nexec redis-server "$@"');
  const redis = await start({ serverBin: slow });
  await kill(redis);
  const revived = redis.revive();
  await sleep(200);
  await redis.stop();
  expect(await revived).toBe('started');
  expect(await redis.isGone()).toBe(true);
});

test('any connection named after Tapline keeps the server, a foreign one does not', async () => {
  const first = await start();
  const instance = connect(first, 'tapline-commands');
  await instance.ping();
  await first.stop();
  expect(await answers(first.connection)).toBe(true);
  instance.disconnect();
  const second = await start();
  await connect(second, 'someone-else').ping();
  await second.stop();
  expect(await answers(second.connection)).toBe(false);
});

test('a server orphaned by a killed app is adopted and then stopped', async () => {
  const script = `
    const { runnerImport } = await import('vite');
    const { module } = await runnerImport(${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))});
    await module.startEmbeddedRedis({ dataDir: ${JSON.stringify(dataDir)}, progress: () => undefined });
    process.kill(process.pid, 'SIGKILL');`;
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script])).toThrow('SIGKILL');
  const redis = await start();
  expect(redis.adopted).toBe(true);
  await redis.stop();
  expect(await answers(redis.connection)).toBe(false);
});

test('instances that start at the same moment share one server', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => start()));
  expect(all.filter((redis) => !redis.adopted)).toHaveLength(1);
  expect(new Set(await Promise.all(all.map(pidOf))).size).toBe(1);
});

test('instances that start and stop in each other’s way always hold a server that answers', async () => {
  const lives = Array.from({ length: 6 }, async () => {
    for (let round = 0; round < 3; round++) {
      const redis = await start();
      expect(await answers(redis.connection)).toBe(true);
      await redis.stop();
    }
  });
  await Promise.all(lives);
  expect(await answers({ path: join(dataDir, 'redis.sock') })).toBe(false);
});

test('a path too long for a socket gets a loopback port with a password that is kept private', async () => {
  const longDir = join(dataDir, 'a-long-folder-name-'.repeat(6));
  const first = await start({ dataDir: longDir });
  if (!('port' in first.connection)) throw new Error('expected a port');
  const file = join(longDir, 'redis-port.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(first.connection);
  const stranger = new Redis({ ...first.connection, password: 'wrong', retryStrategy: () => null });
  stranger.on('error', () => undefined);
  await expect(stranger.ping()).rejects.toThrow();
  expect(await start({ dataDir: longDir })).toMatchObject({ adopted: true, connection: first.connection });
});

test('a stranger on the kept port is not adopted', async () => {
  const other = await start({ dataDir: join(dataDir, 'other'), listen: 'loopback' });
  if (!('port' in other.connection)) throw new Error('expected a port');
  const inside = connect(other);
  await inside.config('SET', 'requirepass', '');
  await writeFile(join(dataDir, 'redis-port.json'), JSON.stringify(other.connection));
  expect((await start({ listen: 'loopback' })).adopted).toBe(false);
  await inside.config('SET', 'requirepass', other.connection.password);
});

test('a configured binary that does not work is an error, not passed over', async () => {
  await expect(start({ serverBin: '/nowhere/redis-server' })).rejects.toThrow(
    /REDIS_SERVER_BIN=\/nowhere\/redis-server cannot be used: .*ENOENT/,
  );
  await expect(start({ serverBin: await fake('echo hello') })).rejects.toThrow(/does not answer --version/);
  await expect(start({ serverBin: await fake('echo Redis server v=6.2.6 sha=0') })).rejects.toThrow(
    'it is version 6.2, and 7.0 is needed',
  );
});

test('a server that fails to start is reported with the end of its log', async () => {
  const bin = await fake(
    '[ "$1" = --version ] && echo Redis server v=7.2.0 || { echo out of luck; exit 3; }',
  );
  await expect(start({ serverBin: bin })).rejects.toThrow(/did not start: it ended with code 3\nout of luck/);
});

async function fake(script: string): Promise<string> {
  const bin = join(dataDir, 'fake-server');
  await writeFile(bin, `#!/bin/sh\n${script}\n`);
  await chmod(bin, 0o755);
  return bin;
}

test('something that is no Redis on the kept port is not waited for', async () => {
  const mute = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
  onTestFinished(() => void mute.close());
  const { port } = mute.address() as { port: number };
  await writeFile(
    join(dataDir, 'redis-port.json'),
    JSON.stringify({ host: '127.0.0.1', port, password: 'x' }),
  );
  expect((await start({ listen: 'loopback' })).adopted).toBe(false);
});
