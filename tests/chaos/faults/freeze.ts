import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { GENERAL } from '#domain/chat/room';
import { connect } from '../../e2e/api';
import { loginAs } from '../../e2e/sessions';
import type { Result } from '#contract/result';
import type { Row } from '../report';
import type { Strike } from '../torment';
import type { Town } from '../town';

const FROZEN_MS = 5_000;
const ANSWER_WITHIN_MS = 1_000;

/** What a program asks, and a person. Nothing that would be written when Redis goes on. */
const PROGRAMS_ASK: [name: string, payload: object][] = [
  ['card:lookup', { cardId: '04AB' }],
  ['monitor:watch', {}],
];
const PEOPLE_ASK: [name: string, payload: object][] = [
  ['room:list', {}],
  ['message:history', { roomId: GENERAL }],
  ['room:resume', { cursors: { [GENERAL]: 0 } }],
  ['presence:list', { roomId: GENERAL }],
];

/** Redis stands still for five seconds: every command is refused within one, the server itself lives. */
export const freezeRedis: Strike = async (town, row) => {
  const pid = await town.redisPid();
  const { sessionId } = await loginAs(town.origin, 'alex');
  const [program, person] = await Promise.all([connect(town.origin), connect(town.origin, sessionId)]);
  await person.emitWithAck('room:list', {}); // it has its seat
  const frozen = { until: performance.now() + FROZEN_MS };
  process.kill(pid, 'SIGSTOP');
  try {
    const probes = [
      ...PROGRAMS_ASK.map((question) => probe(frozen, row, program, question)),
      ...PEOPLE_ASK.map((question) => probe(frozen, row, person, question)),
    ];
    await Promise.all([...probes, watchHealth(town, row), sleep(FROZEN_MS)]);
  } finally {
    process.kill(pid, 'SIGCONT');
    for (const socket of [program, person]) socket.disconnect();
  }
  return { at: performance.now() };
};

/** Asks again and again; the last question is put when it still has time to be refused. */
async function probe(
  frozen: { until: number },
  row: Row,
  socket: Socket,
  [name, payload]: [name: string, payload: object],
): Promise<void> {
  while (performance.now() < frozen.until - ANSWER_WITHIN_MS) {
    const began = performance.now();
    const answer = (await socket.emitWithAck(name, payload)) as Result<unknown>;
    const took = Math.round(performance.now() - began);
    if (answer.ok || answer.error.code !== 'unavailable') {
      row.findings.wrong.push(`without Redis ${name} was answered: ${JSON.stringify(answer)}`);
    }
    if (took > ANSWER_WITHIN_MS) row.findings.wrong.push(`${name} was refused after ${took} ms`);
  }
}

async function watchHealth({ origin }: Town, row: Row): Promise<void> {
  const statuses = await Promise.all(
    ['healthz', 'readyz'].map(async (path) => (await fetch(`${origin}/${path}`)).status),
  );
  if (statuses.join() !== '200,503') row.findings.wrong.push(`healthz and readyz: ${statuses.join()}`);
}
