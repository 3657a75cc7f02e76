import { createShardedAdapter } from '@socket.io/redis-adapter';
import * as v from 'valibot';
import type { Logger } from '#server/log';
import type { RedisConnections } from '#server/redis/connect';

/**
 * Socket.IO's adapter, for what goes to one person's sockets wherever they are. It takes what it hears on trust, and any
 * program may publish there: so it is handed frames to send on alone. Its other messages could close everybody's
 * sockets or have them told with their secrets; our instances send none of them.
 */
export function createAdapter({ commands, subscriber }: RedisConnections, log: Logger) {
  return createShardedAdapter(commands, {
    on: (event: string, listener: RawListener) =>
      subscriber.on(event, (channel: Buffer, message: Buffer) => {
        if (channel.toString().startsWith(PREFIX)) tell(listener, channel, message, log);
      }),
    // The adapter subscribes without waiting: what fails then is subscribed again with the connection.
    ssubscribe: (channel: string) => void subscriber.ssubscribe(channel).catch(lost),
    sunsubscribe: (channel: string) => void subscriber.sunsubscribe(channel).catch(lost),
  });
}

type RawListener = (channel: Buffer, message: Buffer) => void;

const PREFIX = 'socket.io#';

/** As the adapter sends it; 3 is its type for a frame, 2 the protocol's for an event: another would tell pages to go. */
const frame = v.looseObject({
  type: v.literal(3),
  data: v.looseObject({
    packet: v.looseObject({ type: v.literal(2), data: v.array(v.unknown()) }),
    opts: v.looseObject({ rooms: v.array(v.string()), except: v.array(v.string()) }),
  }),
});

function tell(listener: RawListener, channel: Buffer, message: Buffer, log: Logger): void {
  try {
    v.assert(frame, JSON.parse(message.toString()));
    listener(channel, message);
  } catch (error) {
    log.warn({ err: error, channel: channel.toString() }, 'what was published is no frame');
  }
}

const lost = (): void => undefined;
