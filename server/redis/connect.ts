import type { Duplex } from 'node:stream';
import { Redis } from 'ioredis';
import type { Logger } from '#server/log';
import { StartError } from '#server/start-error';

/** Where Redis is: an address, or the private one's socket. */
export type RedisAddress = string | { path: string } | { host: string; port: number; password: string };

export interface RedisConnections {
  /** For commands: each answered or refused within a bounded time. */
  commands: Redis;
  /** For blocking reads: waits as long as it takes. */
  follower: Redis;
  /** For pub/sub alone. */
  subscriber: Redis;
  close(): Promise<void>;
}

/** Whoever asks is answered within a second: what is done before and after the command needs some of it. */
const COMMAND_DEADLINE = 800;
/** Between two attempts to connect: what is back is found again within a moment. */
const LONGEST_PAUSE = 500;
/** Longer than a blocking read lasts. */
const FOLLOWER_SILENCE = 7_500;

/**
 * Connecting never gives up; commands do. Resolves when Redis answers, however late.
 * @throws StartError when Redis is there but refuses us
 */
export async function connectRedis(address: RedisAddress, log: Logger): Promise<RedisConnections> {
  const commands = open(address, log, 'commands', {
    maxRetriesPerRequest: 3,
    commandTimeout: COMMAND_DEADLINE,
    socketTimeout: 2 * COMMAND_DEADLINE,
  });
  refuseWhileDown(commands);
  const follower = open(address, log, 'follower', {
    maxRetriesPerRequest: null,
    socketTimeout: FOLLOWER_SILENCE,
  });
  const subscriber = open(address, log, 'subscriber', {
    maxRetriesPerRequest: null,
    socketTimeout: 2 * COMMAND_DEADLINE,
  });
  const all = [commands, follower, subscriber];
  try {
    await Promise.all(all.map(firstReady));
  } catch (error) {
    for (const redis of all) redis.disconnect();
    throw error;
  }
  return {
    commands,
    follower,
    subscriber,
    close: async () => {
      follower.disconnect();
      subscriber.disconnect();
      await commands.quit().catch(() => commands.disconnect());
    },
  };
}

/** How long a command may take, and on how many connections it is tried. */
interface Bounds {
  maxRetriesPerRequest: number | null;
  commandTimeout?: number;
  /** Nothing for this long while an answer is due: the connection is dead, though nobody said so. */
  socketTimeout: number;
}

function firstReady(redis: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    const judge = (error: Error): void => {
      if (error.name === 'ReplyError')
        reject(new StartError(`REDIS_URL: ${error.message}`, { cause: error }));
    };
    redis.on('error', judge);
    redis.once('ready', () => {
      redis.off('error', judge);
      resolve();
    });
    redis.connect().catch(retried);
  });
}

/** A failed attempt is logged by the connection's own error event and tried again. */
const retried = (): void => undefined;

function open(address: RedisAddress, log: Logger, purpose: string, bounds: Bounds): Redis {
  const options = {
    ...bounds,
    lazyConnect: true,
    connectionName: `tapline-${purpose}`,
    connectTimeout: 10_000,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_PAUSE),
  };
  const redis =
    typeof address === 'string' ? new Redis(address, options) : new Redis({ ...address, ...options });
  return logged(gathered(redis), log, purpose);
}

/**
 * Sends what is asked in one turn of the event loop in one write: with many commands under way the calls to the system
 * cost more than all else. Alone a command leaves no later.
 */
function gathered(redis: Redis): Redis {
  redis.on('connect', () => {
    const stream = Reflect.get(redis, 'stream') as Duplex;
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    const send = (): void => stream.uncork();
    stream.write = (...args: unknown[]): boolean => {
      if (stream.writableCorked === 0) {
        stream.cork();
        process.nextTick(send);
      }
      return write(...args);
    };
  });
  return redis;
}

/**
 * A moment without Redis is waited out. Once it lasts longer than a command may, there is no use in waiting: commands are
 * refused at once, so that none pile up.
 */
function refuseWhileDown(redis: Redis): void {
  let timer: NodeJS.Timeout | undefined;
  redis.on('close', () => {
    timer ??= setTimeout(() => (redis.options.enableOfflineQueue = false), COMMAND_DEADLINE);
  });
  for (const event of ['ready', 'end']) {
    redis.on(event, () => {
      clearTimeout(timer);
      timer = undefined;
      redis.options.enableOfflineQueue = true;
    });
  }
}

/** One line when it is lost, one when it is back: not one for each attempt. */
function logged(redis: Redis, log: Logger, purpose: string): Redis {
  let lastError = '';
  redis.on('ready', () => {
    lastError = '';
    log.info(`Redis connected (${purpose})`);
  });
  redis.on('error', (error: Error) => {
    if (error.message === lastError) return;
    lastError = error.message;
    log.error(`Redis ${purpose}: ${error.message}`);
  });
  redis.on('end', () => log.info(`Redis connection closed (${purpose})`));
  return redis;
}
