import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { startServer, type TestServer } from '../../e2e/server';
import { login } from '../../e2e/sessions';
import { startPair } from '../../e2e/two-servers';
import { Auditor } from '../auditor';
import { openBalancer } from '../balancer';
import { socketClient } from '../clients';
import { follow, type Follower } from '../follower';
import { Ledger } from '../ledger';
import { addFindings, newRow, type Row } from '../report';
import { CROWD } from '../scale';
import { LIMITS } from '../town';

/** What matters are the sockets: some people with many tabs. */
const PEOPLE = 20;
const PACE_MS = 200;
const LATEST_MS = 30_000;

/**
 * Two servers on one Redis; the one that a crowd is connected to is killed while somebody talks. All come back to the
 * other one by the product's own rules, know what was said meanwhile, and hear what is said next.
 */
export async function killUnderCrowd(fault: string, tries: number): Promise<Row> {
  const row = newRow(fault);
  const env = { TAPLINE_LIMITS: LIMITS };
  const pair = await startPair(env);
  const balancer = await openBalancer([pair.one.origin, pair.other.origin]);
  const redis = new Redis(pair.redis.url);
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) => login(pair.one.origin, { handle: `rider ${n}` })),
  );
  const tokens = people.map(({ sessionId }) => sessionId);
  const crowd = await Promise.all(
    Array.from({ length: CROWD }, (_, n) => follow(balancer.origin, tokens[n % PEOPLE] ?? '')),
  );
  const talk = await talking(balancer.origin, tokens[0] ?? '', redis);
  const servers = [pair.one, pair.other];
  try {
    for (; row.tries < tries; row.tries++) {
      const [busy, idle] = servers as [TestServer, TestServer];
      await talk.ledger.more(3, talk.work);
      const dead = busy.kill();
      const at = performance.now();
      balancer.lead([idle.origin]);
      await watch(crowd, row, at);
      await listen(crowd, row, talk.say);
      await dead;
      const next = await startServer({ env: { REDIS_URL: pair.redis.url, TAPLINE_DEMO: '1', ...env } });
      balancer.lead([idle.origin, next.origin]);
      servers.splice(0, 2, idle, next);
    }
    addFindings(row, await talk.end());
    row.acknowledged = talk.ledger.entries.length;
    return row;
  } finally {
    for (const follower of crowd) follower.close();
    talk.close();
    balancer.close();
    redis.disconnect();
    await Promise.all(servers.map((server) => server.stop()));
    await pair.stop();
  }
}

/** Somebody who says something five times a second, whatever happens. */
async function talking(origin: string, token: string, redis: Redis) {
  const ledger = new Ledger();
  const auditor = new Auditor(redis, ledger);
  await auditor.begin();
  const client = socketClient(origin, token);
  const say = async (): Promise<string> => {
    const ask = { kind: 'message', id: v7(), body: 'The 14:02 leaves from platform 2' } as const;
    const sentAt = ledger.begin(ask);
    ledger.note(ask, sentAt, await client.ask(ask));
    return ask.id;
  };
  let isOn = true;
  const work = (async () => {
    for (; isOn; await sleep(PACE_MS)) await say();
  })();
  work.catch(() => undefined); // told by whoever waits for it
  return {
    ledger,
    say,
    work,
    async end() {
      isOn = false;
      await work;
      return auditor.audit(client.ask);
    },
    close() {
      isOn = false;
      client.close();
    },
  };
}

/** Waits until everybody has caught up; how long each took is noted. */
async function watch(crowd: readonly Follower[], row: Row, at: number): Promise<void> {
  const isBehind = ({ caughtUpAt }: Follower): boolean => caughtUpAt() < at;
  while (crowd.some(isBehind) && performance.now() - at < LATEST_MS) await sleep(20);
  const late = crowd.filter(isBehind).length;
  if (late > 0) row.findings.wrong.push(`${late} have not caught up`);
  row.recoveries.push(...crowd.filter((one) => !isBehind(one)).map(({ caughtUpAt }) => caughtUpAt() - at));
}

/** None is deaf, and none has a gap in what it knows. */
async function listen(crowd: readonly Follower[], row: Row, say: () => Promise<string>): Promise<void> {
  const id = await say();
  const began = performance.now();
  const isDeaf = ({ live }: Follower): boolean => !live.has(id);
  while (crowd.some(isDeaf) && performance.now() - began < LATEST_MS) await sleep(20);
  const deaf = crowd.filter(isDeaf).length;
  if (deaf > 0) row.findings.wrong.push(`${deaf} are deaf`);
  const torn = crowd.filter(hasGap).length;
  if (torn > 0) row.findings.wrong.push(`${torn} miss something`);
}

function hasGap({ timeline }: Follower): boolean {
  const { messages } = timeline();
  return messages.some(({ seq }, n) => n > 0 && seq !== (messages[n - 1]?.seq ?? 0) + 1);
}
