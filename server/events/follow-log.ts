import type { Redis } from 'ioredis';
import type { LoggedEvent } from '#domain/transit/event';
import type { Logger } from '#server/log';
import { keys } from '#server/redis/keys';
import { loggedEvent, type StreamEntry } from './event-log';

const BLOCK_MS = 5_000;
const BATCH = 500;
const PAUSE_MS = 200;

/**
 * Tells a listener every event from now on, in the log's order, each once: by cursor, so that a lost connection
 * loses nothing. Needs a connection of its own, which its blocking reads occupy. Gives a function that ends it.
 */
export async function followLog(
  redis: Redis,
  log: Logger,
  listener: (event: LoggedEvent) => void,
): Promise<() => void> {
  let ended = false;
  let cursor = await newest(redis);

  async function run(): Promise<void> {
    while (!ended) {
      for (const entry of await next(redis, cursor)) {
        if (ended) return;
        // Before it is told: an entry that cannot be is passed over, not tried for ever.
        [cursor] = entry;
        listener(loggedEvent(entry));
      }
    }
  }

  async function runForever(): Promise<void> {
    while (!ended) {
      try {
        await run();
      } catch (error) {
        if (ended) return;
        log.warn({ err: error }, 'following the event log failed; trying again');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  void runForever();
  return () => {
    ended = true;
  };
}

async function newest(redis: Redis): Promise<string> {
  const [entry] = await redis.xrevrange(keys.events, '+', '-', 'COUNT', 1);
  return entry?.[0] ?? '0-0';
}

async function next(redis: Redis, cursor: string): Promise<StreamEntry[]> {
  const reply = await redis.xread('COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', keys.events, cursor);
  return reply?.[0]?.[1] ?? [];
}
