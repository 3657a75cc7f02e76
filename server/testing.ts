import { pino } from 'pino';
import { createApp, type App } from './app';
import type { Clock } from './clock';
import { readConfig } from './config';
import { startTestRedis, type TestRedis } from './redis/testing';

interface Options {
  /** A clock that the test drives instead of Redis's own. */
  clock?: Clock;
  env?: Record<string, string>;
}

/** An App as production makes it, in demo mode, on a Redis that the test already has. */
export function openTestApp(redisUrl: string, { clock, env }: Options = {}): Promise<App> {
  const config = readConfig({ REDIS_URL: redisUrl, TAPLINE_DEMO: '1', TZ: 'UTC', ...env });
  return createApp(config, { log: pino({ level: 'silent' }), ...(clock && { clock }) });
}

export interface TestApp {
  app: App;
  redis: TestRedis;
  stop(): Promise<void>;
}

/** An App with a private Redis of its own. */
export async function startTestApp(options: Options = {}): Promise<TestApp> {
  const redis = await startTestRedis();
  const app = await openTestApp(redis.url, options);
  return {
    app,
    redis,
    stop: async () => {
      await app.close();
      await redis.stop();
    },
  };
}
