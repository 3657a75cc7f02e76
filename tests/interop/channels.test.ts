import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { apiOf, type Api } from '../e2e/api';
import { startServer, type TestServer } from '../e2e/server';

let redis: TestRedis;
let server: TestServer;
let subscriber: Redis;
let api: Api;
const heard: [channel: string, payload: string][] = [];

beforeAll(async () => {
  redis = await startTestRedis();
  server = await startServer({ env: { REDIS_URL: redis.url, TAPLINE_DEMO: '1' } });
  api = apiOf(server.origin);
  subscriber = new Redis(redis.url);
  // Bytes, not text: what arrives must be what was promised, to the last of them.
  subscriber.on('pmessageBuffer', (_pattern: string, channel: Buffer, payload: Buffer) => {
    heard.push([channel.toString('latin1'), payload.toString('latin1')]);
  });
  await subscriber.psubscribe('pass-*');
});
afterAll(async () => {
  subscriber.disconnect();
  await server.stop();
  await redis.stop();
});

/** The messages since the last look, once as many have come as expected. */
async function next(count: number): Promise<[string, string][]> {
  await expect.poll(() => heard.length).toBe(count);
  return heard.splice(0);
}

test('a single trip', async () => {
  await api.sell('111', 'SINGLE_USE');
  await api.tap('111');
  expect(await next(2)).toEqual([
    ['pass-issued:SINGLE_USE', '{"cardSerialNumber":"111","pass":{"passType":"SINGLE_USE"}}'],
    ['pass-used:SINGLE_USE', '{"cardSerialNumber":"111","pass":{"passType":"SINGLE_USE"}}'],
  ]);
});

test('ten trips', async () => {
  await api.sell('222', 'TEN_TRIP');
  for (let trip = 0; trip < 10; trip++) await api.tap('222');
  const [issued, first, ...rest] = await next(11);
  expect(issued).toEqual([
    'pass-issued:TEN_TRIP',
    '{"cardSerialNumber":"222","pass":{"passType":"TEN_TRIP","tripsRemaining":10}}',
  ]);
  expect(first).toEqual([
    'pass-used:TEN_TRIP',
    '{"cardSerialNumber":"222","pass":{"passType":"TEN_TRIP","tripsRemaining":"10"},"remainingTrips":9}',
  ]);
  expect(rest.at(-1)).toEqual([
    'pass-used:TEN_TRIP',
    '{"cardSerialNumber":"222","pass":{"passType":"TEN_TRIP","tripsRemaining":"1"},"remainingTrips":0}',
  ]);
});

test('two hours: activated and used at once, later with the whole seconds left', async () => {
  await api.sell('333', 'TWO_HOUR');
  await api.tap('333');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await api.tap('333');
  const [issued, activated, first, later] = await next(4);
  expect([issued, activated, first]).toEqual([
    ['pass-issued:TWO_HOUR', '{"cardSerialNumber":"333","pass":{"passType":"TWO_HOUR"}}'],
    [
      'pass-activated:TWO_HOUR',
      '{"cardSerialNumber":"333","pass":{"passType":"TWO_HOUR"},"remainingTime":7200}',
    ],
    ['pass-used:TWO_HOUR', '{"cardSerialNumber":"333","pass":{"passType":"TWO_HOUR"},"remainingTime":null}'],
  ]);
  expect(later?.[0]).toBe('pass-used:TWO_HOUR');
  expect(later?.[1]).toMatch(
    /^{"cardSerialNumber":"333","pass":{"passType":"TWO_HOUR"},"remainingTime":71(99|98|97)}$/,
  );
});

test('a denial, whatever its reason', async () => {
  await api.tap('444');
  await api.tap('111');
  expect(await next(2)).toEqual([
    ['pass-denied', '{"cardSerialNumber":"444"}'],
    ['pass-denied', '{"cardSerialNumber":"111"}'],
  ]);
});

test('a repeated tap says nothing', async () => {
  const tapId = crypto.randomUUID();
  await api.sell('555', 'TEN_TRIP');
  await api.tap('555', 'gate-north', tapId);
  await api.tap('555', 'gate-north', tapId);
  await api.tap('555', 'gate-north');
  await api.tap('666');
  expect((await next(3)).map(([channel]) => channel)).toEqual([
    'pass-issued:TEN_TRIP',
    'pass-used:TEN_TRIP',
    'pass-denied',
  ]);
});

test('silence, when the operator turns the channels off', async () => {
  const quiet = await startServer({
    env: { REDIS_URL: redis.url, TAPLINE_DEMO: '1', TAPLINE_LEGACY_CHANNELS: '0' },
  });
  await apiOf(quiet.origin).sell('777', 'SINGLE_USE');
  await quiet.stop();
  await api.tap('888');
  expect(await next(1)).toEqual([['pass-denied', '{"cardSerialNumber":"888"}']]);
});
