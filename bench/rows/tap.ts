import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { createGate, newCardId, type Gate } from '../kit/gate';
import { startRedis, type BenchRedis } from '../kit/redis';
import { alternate, repeat } from '../measure/alternate';
import { timed } from '../measure/pace';
import { median, sum } from '../measure/statistics';
import { figureRow, ratioRow, type Row } from '../report/row';
import { createClassicGate } from '../rivals/classic-gate';
import type { Effort, Measure } from './measure';

/** One decision at a time, and what happens when sixteen gates race one card: ours beside the classic sequence. */
export const tap: Measure = {
  name: 'tap',
  async run(effort) {
    const server = await startRedis('everysec');
    try {
      return [await oneAtATime(await server.connect(), effort), ...(await racing(server, effort))];
    } finally {
      await server.stop();
    }
  },
};

const TRIPS = 10;

async function oneAtATime(redis: Redis, { times, some }: Effort): Promise<Row> {
  const gate = createGate(redis);
  const classic = createClassicGate(redis);
  const cardIds = (): string[] => Array.from({ length: some(200) }, newCardId);

  // Each card at ten gates, one after another: a second tap at the same one would only be a repetition.
  const measure = async (
    issue: (cardId: string) => Promise<unknown>,
    use: (cardId: string, trip: number) => Promise<unknown>,
  ): Promise<number> => {
    const cards = cardIds();
    for (const cardId of cards) await issue(cardId);
    const took: number[] = [];
    for (let trip = 0; trip < TRIPS; trip++) {
      for (const cardId of cards) took.push(await timed(() => use(cardId, trip)));
    }
    return median(took) * 1_000;
  };
  const ours = () =>
    measure(
      (cardId) => gate.sell(cardId, 'TEN_TRIP'),
      (cardId, trip) => gate.tap({ tapId: v7(), cardId, gateId: `gate-${trip}` }),
    );
  const theirs = () =>
    measure(
      (cardId) => classic.issue(cardId, { passType: 'TEN_TRIP', tripsRemaining: TRIPS }),
      (cardId) => classic.tap(cardId),
    );
  await ours();
  await theirs();
  const figures = await alternate(times + 2, { ours, theirs });
  const about = { name: 'tap, one at a time', unit: 'µs' };
  return ratioRow(about, { ...figures, against: 'classic sequence', faster: true }, { atLeast: 1.3 });
}

const GATES = 16;
const ROUNDS = 20;

async function racing(server: BenchRedis, { times, some }: Effort): Promise<Row[]> {
  const connections = await Promise.all(Array.from({ length: GATES }, server.connect));
  const ours = connections.map(createGate);
  const theirs = connections.map(createClassicGate);
  const rounds = some(ROUNDS);
  const figures = await alternate(times, {
    ours: () => total(rounds, () => raceOurs(ours)),
    theirs: () => total(rounds, () => raceTheirs(theirs)),
  });
  const name = `admitted too many, ${GATES} gates race one ten-trip card (${rounds} times)`;
  return [
    figureRow({ name, unit: '' }, figures.ours, { atMost: 0 }),
    figureRow({ name: 'the same by the classic sequence', unit: '' }, figures.theirs),
  ];
}

const total = async (rounds: number, race: () => Promise<number>): Promise<number> =>
  sum(await repeat(rounds, race));

async function raceOurs(gates: readonly Gate[]): Promise<number> {
  const cardId = newCardId();
  await gates[0]?.sell(cardId, 'TEN_TRIP');
  const taps = gates.map((gate, n) => gate.tap({ tapId: v7(), cardId, gateId: `gate-${n}` }));
  return tooMany((await Promise.all(taps)).map(({ granted }) => granted));
}

async function raceTheirs(gates: readonly ReturnType<typeof createClassicGate>[]): Promise<number> {
  const cardId = newCardId();
  await gates[0]?.issue(cardId, { passType: 'TEN_TRIP', tripsRemaining: TRIPS });
  return tooMany(await Promise.all(gates.map((gate) => gate.tap(cardId))));
}

const tooMany = (granted: readonly boolean[]): number => Math.max(0, granted.filter(Boolean).length - TRIPS);
