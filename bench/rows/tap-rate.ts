import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { createGate, newCardId, type Gate } from '../kit/gate';
import { captureCommit } from '../kit/captured-commit';
import { setFsync, startRedis, type Fsync } from '../kit/redis';
import { alternate } from '../measure/alternate';
import { inFlight } from '../measure/pace';
import { quantile } from '../measure/statistics';
import { figureRow, ratioRow } from '../report/row';
import type { Measure } from './measure';

const IN_FLIGHT = 64;
const TRIPS = 10;
const DECISIONS = 20_000;

/** Decisions a second with 64 under way in one process, beside redis-benchmark, which only runs our commit script. */
export const tapRate: Measure = {
  name: 'tap-rate',
  async run({ times, some }) {
    const server = await startRedis('everysec');
    try {
      const redis = await server.connect();
      const gate = createGate(redis);
      const commit = await captureCommit(redis);
      const count = some(DECISIONS);
      await decide(gate, count);
      const rates = await alternate(times, {
        ours: async () => (await decide(gate, count)).rate,
        theirs: () => redisBenchmark(server.path, commit, count),
      });
      const figures = { ...rates, against: 'redis-benchmark, commit script alone' };
      return [
        ratioRow({ name: 'taps, 64 in flight', unit: '/s' }, figures, { atLeast: 0.5 }),
        ...(await durably(redis, gate, times, count)),
      ];
    } finally {
      await server.stop();
    }
  },
};

async function durably(redis: Redis, gate: Gate, times: number, count: number) {
  const under = (fsync: Fsync) => async () => {
    await setFsync(redis, fsync);
    return decide(gate, count);
  };
  const { always, everysec } = await alternate(times, {
    always: under('always'),
    everysec: under('everysec'),
  });
  const figures = {
    ours: always.map(({ rate }) => rate),
    theirs: everysec.map(({ rate }) => rate),
    against: 'everysec',
  };
  const late = always.map(({ p99 }) => p99);
  return [
    ratioRow({ name: 'the same, each on disk first', unit: '/s' }, figures, { atLeast: 0.5 }),
    figureRow({ name: 'the same, p99', unit: 'ms' }, late, { atMost: 30 }),
  ];
}

/** Every tap of the ten-trip passes of as many cards as it takes, at a gate of its own each. */
async function decide(gate: Gate, count: number): Promise<{ rate: number; p99: number }> {
  const cardIds = await gate.sellMany(Math.ceil(count / TRIPS), 'TEN_TRIP');
  const began = performance.now();
  const took = await inFlight(IN_FLIGHT, count, (index) => {
    const cardId = cardIds[index % cardIds.length] ?? newCardId();
    return gate.tap({ tapId: v7(), cardId, gateId: `gate-${Math.floor(index / cardIds.length)}` });
  });
  return { rate: (count / (performance.now() - began)) * 1_000, p99: quantile(took, 0.99) };
}

/** As many clients as there are decisions under way, each with one script at a time. Gives scripts a second. */
async function redisBenchmark(
  path: string,
  commit: { sha: string; args: string[] },
  count: number,
): Promise<number> {
  const { stdout } = await promisify(execFile)('redis-benchmark', [
    ...['-s', path, '-c', String(IN_FLIGHT), '-n', String(count), '-r', '1000000000', '--csv'],
    ...['EVALSHA', commit.sha, ...commit.args],
  ]);
  const rate = Number(/^"EVALSHA.*?","([\d.]+)"/m.exec(stdout)?.[1]);
  if (!rate) throw new Error(`redis-benchmark gave no rate:\n${stdout}`);
  return rate;
}
