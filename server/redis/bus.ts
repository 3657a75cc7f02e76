import type { Redis } from 'ioredis';
import type { Logger } from '#server/log';

/**
 * Words between the instances. What is published may be lost: whoever must know reads the truth again after `onGap`.
 * All channels share one connection, so what one script publishes is heard in the order it was committed.
 */
export interface Bus {
  publish(channel: string, message: unknown): Promise<void>;
  /** A channel, or a pattern ending in `*`. Resolves once it is heard; the function given ends it. */
  subscribe(channel: string, listener: Listener): Promise<() => void>;
  /** A shard channel, such as a room's. One listener a channel. */
  follow(channel: string, listener: Listener): Promise<void>;
  unfollow(channel: string): void;
  /** Called when the connection is back after it was lost: anything may have been missed. */
  onGap(listener: () => void): void;
  close(): void;
}

/** `message` is the JSON that was published. */
export type Listener = (message: unknown, channel: string) => void;

/** A connection that only listens does not notice that it is dead: it is asked this often. */
const HEARTBEAT_MS = 3_000;

/** `subscriber` is a connection of the bus's own, which may be shared with nobody but other subscribers. */
export function createBus(commands: Redis, subscriber: Redis, log: Logger): Bus {
  const listeners = new Map<string, Set<Listener>>();
  const followers = new Map<string, Listener>();
  const heartbeat = setInterval(() => void subscriber.ping().catch(lost), HEARTBEAT_MS);

  const tell = (listener: Listener, text: string, channel: string): void => {
    try {
      listener(JSON.parse(text), channel);
    } catch (error) {
      log.error({ err: error, channel }, 'a message of the bus could not be handled');
    }
  };
  const tellAll = (pattern: string, channel: string, text: string): void => {
    for (const listener of listeners.get(pattern) ?? []) tell(listener, text, channel);
  };
  subscriber.on('message', (channel: string, text: string) => tellAll(channel, channel, text));
  subscriber.on('pmessage', tellAll);
  subscriber.on('smessage', (channel: string, text: string) => {
    const follower = followers.get(channel);
    if (follower) tell(follower, text, channel);
  });

  return {
    publish: async (channel, message) => {
      await commands.publish(channel, JSON.stringify(message));
    },

    async subscribe(channel, listener) {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      await (channel.endsWith('*') ? subscriber.psubscribe(channel) : subscriber.subscribe(channel));
      return () => void known.delete(listener);
    },

    async follow(channel, listener) {
      followers.set(channel, listener);
      await subscriber.ssubscribe(channel);
    },

    unfollow(channel) {
      followers.delete(channel);
      subscriber.sunsubscribe(channel).catch(lost);
    },

    onGap(listener) {
      let lostBefore = false;
      subscriber.on('close', () => (lostBefore = true));
      subscriber.on('ready', () => {
        // Asked behind the subscriptions on the same line: answered, they are heard again.
        if (lostBefore) void subscriber.ping().then(listener, lost);
        lostBefore = false;
      });
    },

    close: () => clearInterval(heartbeat),
  };
}

/** The connection is gone, and with it the subscription. */
const lost = (): void => undefined;
