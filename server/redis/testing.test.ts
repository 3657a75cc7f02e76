import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startTestRedis } from './testing';

test('a test Redis is private, empty, and gone after stop whoever is still connected', async () => {
  const [one, other] = await Promise.all([startTestRedis(), startTestRedis()]);
  const client = new Redis(one.url, { connectionName: 'tapline-left-open', retryStrategy: () => null });
  client.on('error', () => undefined);
  await client.set('tap', '1');
  const neighbor = new Redis(other.url);
  expect(await neighbor.dbsize()).toBe(0);
  neighbor.disconnect();
  await Promise.all([one.stop(), other.stop()]);
  await expect(client.ping()).rejects.toThrow();
});
