import fc from 'fast-check';
import { Redis } from 'ioredis';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoggedEvent, TransitEvent } from '#domain/transit/event';
import { addEvent, dayOf, noTotals, type Totals } from '#domain/transit/totals';
import type { App } from '#server/app';
import { loggedEvent } from '#server/events/event-log';
import { keys } from '#server/redis/keys';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { openTestApp } from '#server/testing';
import { Model, type Step } from './transit-model.testing';
import { runs } from '../../tests/kit/deep';

const RUNS = runs(1_000);
/** Runs go on side by side, each with cards of its own, so that they share the disk's commits. */
const LANES = 8;
const opening = Date.parse('2026-05-01T08:00:00Z');

const product = fc.constantFrom('SINGLE_USE', 'TEN_TRIP', 'TWO_HOUR');
const gate = fc.constantFrom(undefined, 'gate-north', 'gate-south');
/** Mostly about the grace and the window; sometimes backwards, as late taps and set clocks are. */
const ms = fc.oneof(fc.nat(6_000), fc.nat(8_000_000), fc.integer({ min: -4_000_000, max: -1 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sell' as const), card: fc.nat(1), product }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('tap' as const), card: fc.nat(1), gate }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), back: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms }) },
);

let store: TestRedis;
let redis: Redis;
beforeAll(async () => {
  store = await startTestRedis();
  redis = new Redis(store.url);
});
afterAll(async () => {
  redis.disconnect();
  await store.stop();
});

test(`after ${RUNS} random histories Redis holds what the model holds`, { timeout: 900_000 }, async () => {
  const lanes = await Promise.all(Array.from({ length: LANES }, openLane));
  await Promise.all(
    lanes.map((lane) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => live(lane, steps)),
        { numRuns: Math.ceil(RUNS / LANES) },
      ),
    ),
  );
  await expectLogToTell(lanes.flatMap((lane) => lane.told));
  await Promise.all(lanes.map((lane) => lane.app.close()));
});

interface Lane {
  app: App;
  now: number;
  told: TransitEvent[];
}

async function openLane(): Promise<Lane> {
  const lane = { now: opening, told: [] };
  const app = await openTestApp(store.url, { clock: () => lane.now });
  return Object.assign(lane, { app });
}

let cards = 0;

/** Lives one history in both worlds, comparing every answer, and at its end what is left on the cards. */
async function live(lane: Lane, steps: Step[]): Promise<void> {
  const model = new Model();
  const names = [0, 1].map(() => `F${(++cards).toString(16).toUpperCase()}`);
  const nameOf = (card: number): string => names[card] ?? '';
  const answered: { send: () => Promise<unknown>; answer: unknown }[] = [];
  lane.now = opening;

  for (const current of steps) {
    if (current.kind === 'wait') lane.now += current.ms;
    else if (current.kind === 'repeat') await repeat(answered.at(-1 - current.back));
    else answered.push(await command(lane, model, nameOf(current.card), current));
  }
  for (const cardId of names) {
    const { pass } = await lane.app.lookUpCard(cardId);
    expect(pass && leftOf(pass)).toEqual(model.passOf(cardId, lane.now));
  }
  lane.told.push(...model.events);
}

async function command(
  lane: Lane,
  model: Model,
  cardId: string,
  current: Extract<Step, { card: number }>,
): Promise<{ send: () => Promise<unknown>; answer: unknown }> {
  const id = v4();
  const send = () => perform(lane.app, id, cardId, current);
  const answer = await send();
  if (current.kind === 'tap') expect(answer).toEqual(model.tap(cardId, id, current.gate, lane.now));
  else expect(answer && leftOf(answer)).toEqual(model.sell(cardId, id, current.product, lane.now));
  return { send, answer };
}

/** A decision; for a sale the new pass, or null when it was refused for the pass already there. */
async function perform(app: App, id: string, cardId: string, current: Extract<Step, { card: number }>) {
  if (current.kind === 'tap') return app.tapCard({ tapId: id, cardId, gateId: current.gate });
  try {
    return (await app.sellPass({ saleId: id, cardId, product: current.product, payment: 'cash' })).pass;
  } catch (error) {
    expect(error).toMatchObject({ code: 'conflict' });
    return null;
  }
}

/** The same command again: the same answer. A refused sale changed nothing, so it may be tried anew. */
async function repeat(earlier: { send: () => Promise<unknown>; answer: unknown } | undefined): Promise<void> {
  if (earlier?.answer) expect(await earlier.send()).toEqual(earlier.answer);
}

const leftOf = (pass: object): object => {
  const { tripsRemaining, secondsRemaining } = pass as { tripsRemaining?: number; secondsRemaining?: number };
  return tripsRemaining === undefined ? { secondsRemaining } : { tripsRemaining };
};

/** The log tells each card's story as the model does, and the day's totals are its fold. */
async function expectLogToTell(told: TransitEvent[]): Promise<void> {
  const log = (await redis.xrange(keys.events, '-', '+')).map(loggedEvent);
  expect(byCard(log.map(withoutCursor))).toEqual(byCard(told));
  const days = new Set(told.map((event) => dayOf(event.at, 'UTC')));
  for (const day of days) {
    const events = told.filter((event) => dayOf(event.at, 'UTC') === day);
    expect(await redis.hgetall(keys.totals(day))).toEqual(asHash(events.reduce(addEvent, noTotals())));
  }
}

function withoutCursor({ cursor, ...event }: LoggedEvent): TransitEvent {
  expect(cursor).toMatch(/^\d+-\d+$/);
  return event;
}

function byCard(events: TransitEvent[]): Map<string, TransitEvent[]> {
  const stories = new Map<string, TransitEvent[]>();
  for (const event of events) stories.set(event.cardId, [...(stories.get(event.cardId) ?? []), event]);
  return stories;
}

/** Totals as their hash holds them: one field for each counter that was ever raised. */
function asHash(totals: Totals): Record<string, string> {
  const fields = Object.entries(totals).flatMap(([product, counters]) =>
    typeof counters === 'number'
      ? [[product, counters] as const]
      : Object.entries(counters).map(([counter, by]) => [`${product}:${counter}`, by as number] as const),
  );
  return Object.fromEntries(fields.filter(([, by]) => by > 0).map(([field, by]) => [field, String(by)]));
}
