import { v7 } from 'uuid';
import type { Socket } from 'socket.io-client';
import type { TransitEvent } from '#domain/transit/event';
import { apiOf, connect, newCard, request } from '../../e2e/api';
import { diceFor, type Dice } from '../../kit/dice';
import { newRow, type Row } from '../report';
import { openTown, type Town } from '../town';

const SOCKETS = 4;
const BURST = 400;
const END_WITHIN_MS = 10_000;

/** SIGTERM in the midst of a burst that nobody repeats: what is committed is what was answered, and the end is in order. */
export async function stopInOrder(fault: string, tries: number): Promise<Row> {
  const row = newRow(fault);
  const dice = diceFor(fault);
  const town = await openTown(dice);
  let cursor = '-';
  try {
    for (; row.tries < tries; row.tries++) {
      const { decided, told } = await burstAndStop(town, row, dice);
      await town.startServer();
      const log = await town.redis.xrange('{t}:events', cursor, '+');
      const committed = log.map(([, [, json = '{}']]) => (JSON.parse(json) as TransitEvent).id);
      cursor = `(${log.at(-1)?.[0] ?? '0-0'}`;
      compare({ committed, decided, told }, row);
      row.acknowledged += decided.length;
    }
    return row;
  } finally {
    await town.close();
  }
}

/** Ids of taps: `decided` have their decision, `told` some answer, be it to ask again. */
interface Answered {
  decided: string[];
  told: string[];
}

async function burstAndStop(town: Town, row: Row, dice: Dice): Promise<Answered> {
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => connect(town.origin)));
  const taps = Array.from({ length: BURST }, () => ({ tapId: v7(), cardId: newCard() }));
  const answers = taps.map((tap, n) => send(town, sockets[n % (SOCKETS + 1)], tap));
  const settled = Promise.allSettled(answers);
  await answers[dice.between(0, BURST / 4)];
  const began = performance.now();
  const code = await town.server().stop();
  const took = performance.now() - began;
  row.recoveries.push(took);
  if (code !== 0 || took > END_WITHIN_MS) row.findings.wrong.push(`ended with ${code} after ${took} ms`);
  const results = await settled;
  for (const socket of sockets) socket.disconnect();
  const idsOf = (wanted: (result?: PromiseSettledResult<unknown>) => boolean) =>
    taps.filter((_, n) => wanted(results[n])).map(({ tapId }) => tapId);
  return { decided: idsOf((result) => result?.status === 'fulfilled'), told: idsOf(isTold) };
}

const isTold = (result?: PromiseSettledResult<unknown>): boolean =>
  result?.status === 'fulfilled' || /unavailable/.test(String(result?.reason));

/** Every fifth comes over HTTP. */
const send = (town: Town, socket: Socket | undefined, tap: { tapId: string; cardId: string }) =>
  socket ? request(socket, 'tap:present', tap) : apiOf(town.origin).tap(tap.cardId, undefined, tap.tapId);

function compare({ committed, decided, told }: Answered & { committed: string[] }, { findings }: Row): void {
  const [inLog, answered] = [new Set(committed), new Set(told)];
  findings.lost.push(...decided.filter((id) => !inLog.has(id)));
  findings.wrong.push(...committed.filter((id) => !answered.has(id)).map((id) => `${id} was never answered`));
  if (inLog.size < committed.length) findings.doubled.push(`${committed.length - inLog.size} taps`);
}
