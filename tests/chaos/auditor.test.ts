import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GENERAL } from '#domain/chat/room';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { Auditor, nothing, type Findings } from './auditor';
import { Ledger, type Ask } from './ledger';

// Whoever finds nothing must be able to find something.

let store: TestRedis;
let redis: Redis;
let ledger: Ledger;

beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
});
afterAll(async () => {
  redis.disconnect();
  await store.stop();
});
beforeEach(async () => {
  await redis.flushall();
  ledger = new Ledger();
});

const sale: Ask = { kind: 'sale', id: 's', cardId: '04AB', product: 'SINGLE_USE' };
const taps: Ask[] = ['t1', 't2'].map((id) => ({ kind: 'tap', id, cardId: '04AB' }));
const message: Ask = { kind: 'message', id: 'm', body: 'on time' };
const at = '2026-01-01T08:00:00.000Z';

const log = (event: object) => redis.xadd('{t}:events', '*', 'event', JSON.stringify({ at, ...event }));

const post = async (seq: number, id: string): Promise<void> => {
  await redis.xadd(
    `{r:${GENERAL}}:messages`,
    `${seq}-0`,
    'said',
    JSON.stringify({ id }),
    'at',
    1,
    'rev',
    seq,
  );
  await redis.xadd(`{r:${GENERAL}}:changes`, `${seq}-0`, 'seq', seq);
};

const answers = new Map<string, unknown>([
  ['s', { sold: true }],
  ['t1', { granted: true }],
  ['t2', { granted: false }],
  ['m', { seq: 1 }],
]);
const askAgain = ({ id }: Ask) => Promise.resolve(answers.get(id));

/** A ride and a message, as they should be. */
async function inGoodOrder(): Promise<void> {
  await log({ type: 'sale', id: 's', product: 'SINGLE_USE', price: 280 });
  await log({ type: 'journey', id: 't1', product: 'SINGLE_USE' });
  await log({ type: 'denial', id: 't2' });
  const counters = { 'SINGLE_USE:sold': 1, 'SINGLE_USE:revenue': 280, 'SINGLE_USE:journeys': 1, denied: 1 };
  await redis.hset('{t}:totals:2026-01-01', counters);
  await redis.hset('{t}:pass:s:taps', 't1', '{}');
  await post(1, 'm');
  for (const ask of [sale, ...taps, message]) ledger.note(ask, ledger.begin(ask), answers.get(ask.id));
}

const audit = (ask = askAgain): Promise<Findings> => new Auditor(redis, ledger).audit(ask);

test('finds nothing where all is in order', async () => {
  await inGoodOrder();
  expect(await audit()).toEqual(nothing());
});

test.each<[harm: string, () => Promise<unknown>, keyof Findings, RegExp]>([
  ['a tap that is not in the log', () => redis.del('{t}:events'), 'lost', /journey t1/],
  ['a tap that is in the log twice', () => log({ type: 'journey', id: 't1' }), 'doubled', /journey t1/],
  ['an event that nobody asked for', () => log({ type: 'denial', id: 'x' }), 'wrong', /nobody asked/],
  ['a pass that admits too often', () => redis.hset('{t}:pass:s:taps', 't2', '{}'), 'wrong', /keeps 2/],
  [
    'totals that are not the sum',
    () => redis.hincrby('{t}:totals:2026-01-01', 'denied', 1),
    'wrong',
    /totals/,
  ],
  ['a message that is gone', () => redis.del(`{r:${GENERAL}}:messages`), 'lost', /message m/],
  ['a message that is there twice', () => post(2, 'm'), 'doubled', /message m/],
  ['a hole', () => post(3, 'other'), 'wrong', /seq 3 follows 1/],
])('finds %s', async (_, harm, where, words) => {
  await inGoodOrder();
  await harm();
  expect((await audit())[where].join('; ')).toMatch(words);
});

test('finds an answer that is another the second time', async () => {
  await inGoodOrder();
  const { lost } = await audit(({ id }) =>
    Promise.resolve(id === 't1' ? { granted: false } : answers.get(id)),
  );
  expect(lost).toEqual(['the answer to tap t1: now {"granted":false}']);
});
