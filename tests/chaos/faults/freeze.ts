import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../e2e/api';
import type { Result } from '#contract/result';
import type { Row } from '../report';
import type { Strike } from '../torment';
import type { Town } from '../town';

const FROZEN_MS = 5_000;
const ANSWER_WITHIN_MS = 1_000;
const PROBES = 4;

/** Redis stands still for five seconds: every command is refused within one, the server itself lives. */
export const freezeRedis: Strike = async (town, row) => {
  const pid = await town.redisPid();
  const probes = await Promise.all(Array.from({ length: PROBES }, () => connect(town.origin)));
  const frozen = { until: performance.now() + FROZEN_MS };
  process.kill(pid, 'SIGSTOP');
  try {
    const watching = probes.map((socket) =>
      probe(frozen, row, () => socket.emitWithAck('card:lookup', { cardId: '04AB' })),
    );
    await Promise.all([...watching, watchHealth(town, row), sleep(FROZEN_MS)]);
  } finally {
    process.kill(pid, 'SIGCONT');
    for (const socket of probes) socket.disconnect();
  }
  return { at: performance.now() };
};

/** Asks again and again; the last question is put when it still has time to be refused. */
async function probe(frozen: { until: number }, row: Row, ask: () => Promise<unknown>): Promise<void> {
  while (performance.now() < frozen.until - ANSWER_WITHIN_MS) {
    const began = performance.now();
    const answer = (await ask()) as Result<unknown>;
    const took = Math.round(performance.now() - began);
    if (answer.ok || answer.error.code !== 'unavailable') {
      row.findings.wrong.push(`without Redis there was an answer: ${JSON.stringify(answer)}`);
    }
    if (took > ANSWER_WITHIN_MS) row.findings.wrong.push(`refused after ${took} ms`);
  }
}

async function watchHealth({ origin }: Town, row: Row): Promise<void> {
  const statuses = await Promise.all(
    ['healthz', 'readyz'].map(async (path) => (await fetch(`${origin}/${path}`)).status),
  );
  if (statuses.join() !== '200,503') row.findings.wrong.push(`healthz and readyz: ${statuses.join()}`);
}
