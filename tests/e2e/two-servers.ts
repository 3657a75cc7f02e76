import { startTestRedis, type TestRedis } from '#server/redis/testing';
import { startServer, type TestServer } from './server';

export interface Pair {
  redis: TestRedis;
  one: TestServer;
  other: TestServer;
}

/** Two server processes on one Redis, in demo mode. */
export async function startPair(env: Record<string, string> = {}): Promise<Pair & { stop(): Promise<void> }> {
  const redis = await startTestRedis();
  const settings = { REDIS_URL: redis.url, TAPLINE_DEMO: '1', ...env };
  const [one, other] = await Promise.all([startServer({ env: settings }), startServer({ env: settings })]);
  return {
    redis,
    one,
    other,
    stop: async () => {
      await Promise.all([one.stop(), other.stop()]);
      await redis.stop();
    },
  };
}
