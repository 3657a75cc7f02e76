import { Redis } from 'ioredis';
import { v4, v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '#server/redis/keys';
import { startTestApp, type TestApp } from '#server/testing';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const opening = Date.parse('2026-05-01T08:00:00Z');

let now = opening;
let site: TestApp;
let redis: Redis;

beforeAll(async () => {
  site = await startTestApp({ clock: () => now });
  redis = new Redis(site.redis.url);
});
afterAll(async () => {
  redis.disconnect();
  await site.stop();
});

let cards = 0;
const newCard = (): string => `04AB${(++cards).toString(16).toUpperCase().padStart(4, '0')}`;
const sell = (cardId: string, product: string, saleId = v4()) =>
  site.app.sellPass({ saleId, cardId, product, payment: 'cash' });
const tap = (cardId: string, gateId?: string, tapId = v4()) => site.app.tapCard({ tapId, cardId, gateId });
const stateOf = async (cardId: string) => ({
  card: await redis.hgetall(keys.card(cardId)),
  events: await redis.xlen(keys.events),
});

describe('a sale', () => {
  test('answers with the pass and its receipt', async () => {
    const cardId = newCard();
    const saleId = v7();
    expect(await sell(cardId, 'TEN_TRIP', saleId)).toEqual({
      pass: { saleId, product: 'TEN_TRIP', tripsRemaining: 10, soldAt: '2026-05-01T08:00:00.000Z' },
      receipt: {
        saleId,
        product: 'TEN_TRIP',
        price: 2400,
        currency: 'EUR',
        payment: 'cash',
        at: '2026-05-01T08:00:00.000Z',
      },
    });
  });

  test('to a card that has a pass is refused and writes nothing', async () => {
    const cardId = newCard();
    await sell(cardId, 'SINGLE_USE');
    const before = await stateOf(cardId);
    await expect(sell(cardId, 'TWO_HOUR')).rejects.toMatchObject({ code: 'conflict' });
    expect(await stateOf(cardId)).toEqual(before);
  });

  test('is allowed again once the pass has ended', async () => {
    const cardId = newCard();
    await sell(cardId, 'SINGLE_USE');
    await tap(cardId);
    expect((await site.app.lookUpCard(cardId)).pass).toBeNull();
    await expect(sell(cardId, 'TEN_TRIP')).resolves.toMatchObject({ pass: { tripsRemaining: 10 } });
  });

  test('sent again gets the same answer, with another payload a conflict', async () => {
    const cardId = newCard();
    const saleId = v4();
    const first = await sell(cardId, 'TEN_TRIP', saleId);
    await tap(cardId);
    expect(await sell(cardId, 'TEN_TRIP', saleId)).toEqual(first);
    await expect(sell(cardId, 'SINGLE_USE', saleId)).rejects.toMatchObject({ code: 'conflict' });
    const tendered = { saleId, cardId, product: 'TEN_TRIP', payment: 'cash', tendered: 5_000 } as const;
    await expect(site.app.sellPass(tendered)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of nothing we sell, or paid with too little, is invalid', async () => {
    const order = { saleId: v4(), cardId: newCard(), product: 'TEN_TRIP', payment: 'cash' } as const;
    await expect(site.app.sellPass({ ...order, product: 'FREE_RIDE' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(site.app.sellPass({ ...order, tendered: 2399 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(site.app.sellPass({ ...order, payment: 'value' })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await redis.exists(keys.card(order.cardId))).toBe(0);
  });

  test('that is free is booked without revenue', async () => {
    now += DAY;
    const order = { saleId: v4(), cardId: newCard(), product: 'TEN_TRIP', payment: 'free' } as const;
    expect(await site.app.sellPass(order)).toMatchObject({ receipt: { price: 0, payment: 'free' } });
    expect((await site.app.watchMonitor()).totals).toMatchObject({ TEN_TRIP: { sold: 1, revenue: 0 } });
  });

  test('from eight tills to one card puts one pass on it', async () => {
    const cardId = newCard();
    const sales = await Promise.allSettled(Array.from({ length: 8 }, () => sell(cardId, 'TEN_TRIP')));
    expect(sales.filter((sale) => sale.status === 'fulfilled')).toHaveLength(1);
    for (const sale of sales) {
      if (sale.status === 'rejected') expect(sale.reason).toMatchObject({ code: 'conflict' });
    }
  });
});

describe('a tap', () => {
  test('uses a trip, to the tenth and no further', async () => {
    const cardId = newCard();
    await sell(cardId, 'TEN_TRIP');
    const decisions = [];
    for (let trip = 0; trip < 11; trip++) decisions.push(await tap(cardId));
    expect(decisions.map((decision) => decision.tripsRemaining)).toEqual([
      9,
      8,
      7,
      6,
      5,
      4,
      3,
      2,
      1,
      0,
      undefined,
    ]);
    expect(decisions.at(-1)).toMatchObject({ granted: false, reason: 'used_up' });
  });

  test('starts two hours and ends with them', async () => {
    const cardId = newCard();
    await sell(cardId, 'TWO_HOUR');
    now += HOUR;
    expect(await tap(cardId)).toMatchObject({ granted: true, activated: true, secondsRemaining: 7200 });
    now += 2 * HOUR - 1;
    expect(await tap(cardId)).toMatchObject({ granted: true, secondsRemaining: 1 });
    now += 1;
    expect(await tap(cardId)).toMatchObject({ granted: false, reason: 'expired' });
  });

  test('of a card nobody sold anything to is denied with no_pass', async () => {
    expect(await tap(newCard())).toMatchObject({ granted: false, reason: 'no_pass' });
  });

  test('of a card that was only ever denied is forgotten in the end, and a sold one is not', async () => {
    const cardId = newCard();
    await tap(cardId, 'gate-north');
    expect(await redis.ttl(keys.card(cardId))).toBeGreaterThan(0);
    await sell(cardId, 'SINGLE_USE');
    expect(await redis.ttl(keys.card(cardId))).toBe(-1);
  });

  test('sent again gets its first answer, whatever has happened since', async () => {
    const cardId = newCard();
    const tapId = v7({ msecs: now });
    const denied = await tap(cardId, undefined, tapId);
    await sell(cardId, 'TEN_TRIP');
    expect(await tap(cardId, undefined, tapId)).toEqual(denied);
    expect((await site.app.lookUpCard(cardId)).pass).toMatchObject({ tripsRemaining: 10 });
  });

  test('sent eight times at once is one tap, granted or denied', async () => {
    const cardId = newCard();
    for (const expected of [{ reason: 'no_pass' }, { tripsRemaining: 9 }]) {
      const before = await redis.xlen(keys.events);
      const tapId = v4();
      const answers = await Promise.all(Array.from({ length: 8 }, () => tap(cardId, undefined, tapId)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject(expected);
      expect(await redis.xlen(keys.events)).toBe(before + 1);
      if ('reason' in expected) await sell(cardId, 'TEN_TRIP');
    }
  });

  test('is answered for ninety days', async () => {
    const tapId = v4();
    await tap(newCard(), undefined, tapId);
    expect(await redis.ttl(keys.answer(tapId))).toBeCloseTo(90 * 24 * 3600, -1);
  });

  test('of a blocked card is denied, and nothing is sold to it', async () => {
    const cardId = newCard();
    await sell(cardId, 'TEN_TRIP');
    await redis.hset(keys.card(cardId), 'blocked', '1');
    expect(await tap(cardId)).toMatchObject({ granted: false, reason: 'blocked' });
    expect(await site.app.lookUpCard(cardId)).toMatchObject({ blocked: true, pass: { tripsRemaining: 10 } });
    const other = newCard();
    await redis.hset(keys.card(other), 'blocked', '1');
    await expect(sell(other, 'TEN_TRIP')).rejects.toMatchObject({ code: 'conflict' });
    expect(await redis.hget(keys.card(other), 'saleId')).toBeNull();
  });

  test('with an id that stood for another tap is a conflict', async () => {
    const tapId = v4();
    await tap(newCard(), undefined, tapId);
    await expect(tap(newCard(), undefined, tapId)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('with an id older than its answer is kept is stale', async () => {
    const cardId = newCard();
    await sell(cardId, 'TEN_TRIP');
    const old = v7({ msecs: now - 91 * DAY });
    await expect(tap(cardId, undefined, old)).rejects.toMatchObject({ code: 'stale_id' });
    expect((await site.app.lookUpCard(cardId)).pass).toMatchObject({ tripsRemaining: 10 });
  });

  test('at the same gate within three seconds repeats the answer and consumes nothing', async () => {
    const cardId = newCard();
    await sell(cardId, 'TEN_TRIP');
    const first = await tap(cardId, 'gate-north');
    now += 2_999;
    const tapId = v4();
    const again = await tap(cardId, 'gate-north', tapId);
    expect(again).toEqual({ ...first, tapId, replay: true });
    expect(await tap(cardId, 'gate-north', tapId)).toEqual(again);
    expect(await tap(cardId, 'gate-south')).toMatchObject({ tripsRemaining: 8 });
    now += 1;
    expect(await tap(cardId, 'gate-north')).toMatchObject({ tripsRemaining: 7 });
  });

  test('by a hundred riders at once uses ten trips', async () => {
    const cardId = newCard();
    await sell(cardId, 'TEN_TRIP');
    const decisions = await Promise.all(Array.from({ length: 100 }, () => tap(cardId)));
    const left = decisions.filter((decision) => decision.granted).map((decision) => decision.tripsRemaining);
    expect(left.sort((a = 0, b = 0) => b - a)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe('the log', () => {
  test('tells the totals of today and the events in order, from a cursor on', async () => {
    now += DAY;
    const { cursor } = await site.app.watchMonitor();
    const cardId = newCard();
    await sell(cardId, 'TWO_HOUR');
    await tap(cardId);
    await tap(newCard());
    const view = await site.app.watchMonitor(cursor);
    expect(view.reset).toBe(false);
    expect(view.events.map((event) => event.type)).toEqual(['sale', 'activation', 'journey', 'denial']);
    expect(view.totals).toEqual({ denied: 1, TWO_HOUR: { sold: 1, journeys: 1, revenue: 450 } });
    expect((await site.app.watchMonitor(view.cursor)).events).toEqual([]);
  });

  test('says so when it no longer joins on to a cursor', async () => {
    const view = await site.app.watchMonitor('1-0');
    expect(view.reset).toBe(true);
    expect((await site.app.watchMonitor('9999999999999-0')).reset).toBe(true);
  });
});
