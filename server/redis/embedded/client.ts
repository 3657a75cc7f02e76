import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Address } from './address';

/** Every connection of a Tapline bears a name that begins so; CLIENT LIST then tells who uses a server. */
const NAME = 'tapline';
const SHUTDOWN_MS = 30_000;

/** A connection kept for as long as an instance uses the server, so that others see it. Lost, it is opened again. */
export interface Hold {
  /** Called when the connection is lost, and again whenever opening it anew fails. */
  onLost(listener: () => void): void;
  release(): void;
}

/** Whether a Redis listens there and takes our password; one that is still loading its data does answer. */
export async function answers(address: Address): Promise<boolean> {
  return (await state(address)) !== 'silent';
}

/** `ready` takes commands, `loading` still reads its data, `silent` is not there or not ours. */
export async function state(address: Address): Promise<'ready' | 'loading' | 'silent'> {
  try {
    await ask(address, (redis) => redis.ping());
    return 'ready';
  } catch (error) {
    return String(error).includes('LOADING') ? 'loading' : 'silent';
  }
}

/** Opens the connection that marks this instance as a user of the server. */
export async function holdOpen(address: Address): Promise<Hold> {
  const redis = new Redis({
    ...address,
    connectionName: `${NAME}-hold`,
    lazyConnect: true,
    connectTimeout: 10_000,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
  redis.on('error', () => undefined); // the app's own connections report a lost server
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return { onLost: (listener) => void redis.on('close', listener), release: () => redis.disconnect() };
}

/** Whether another Tapline is connected. Looks again for a moment: a connection just closed may linger. */
export async function isUsedByOthers(address: Address): Promise<boolean> {
  for (let look = 0; look < 5; look++) {
    const clients = await ask(address, (redis) => redis.client('LIST'));
    if (!new RegExp(` name=${NAME}`).test(String(clients))) return false;
    await sleep(30);
  }
  return true;
}

/** Stops the server with its append-only file on disk and waits until it is gone. */
export async function shutDown(address: Address): Promise<void> {
  const refusal = await ask(address, (redis) => redis.shutdown()).then(() => undefined, asRefusal);
  const deadline = Date.now() + SHUTDOWN_MS;
  while (await answers(address)) {
    if (refusal) throw refusal;
    if (Date.now() > deadline)
      throw new Error(`the embedded Redis did not stop within ${SHUTDOWN_MS / 1_000} s`);
    await sleep(10);
  }
}

/** A server that obeys closes the connection instead of answering; only a real reply is a refusal. */
function asRefusal(error: unknown): Error | undefined {
  return error instanceof Error && error.name === 'ReplyError' ? error : undefined;
}

async function ask<T>(address: Address, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({
    ...address,
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: 2_000,
    commandTimeout: 5_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined); // the rejected command says the same
  try {
    await redis.connect();
    // Said again aloud: ioredis only warns when a stranger on our old port asks for no password.
    if ('password' in address) await redis.auth(address.password);
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}
