import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { LoggedEvent } from '#domain/transit/event';
import { parse } from '#contract/parse';
import { sessionsEnded } from '#server/accounts/sessions';
import { seat } from '#server/chat/chat';
import { presenceEvent } from '#server/chat/presence';
import type { Config } from '#server/config';
import type { Logger } from '#server/log';
import type { Bus } from '#server/redis/bus';
import type { RedisConnections } from '#server/redis/connect';
import { channels } from '#server/redis/keys';
import type { Report } from '#server/report';
import type { Services } from '#server/services';
import { createAdapter } from './adapter';
import { attach, PATH } from './attach';
import { createCommandLimits } from './command-limits';
import { createGuard } from './guard';
import { createHandler } from './handle';
import { createHandshake } from './handshake';
import { createHeads } from './heads';
import { forgetRequest, tags, type Io } from './io';
import { createLines } from './lines';
import { relayNotices } from './notices';
import { createPresenceRelay } from './presence-relay';
import { eventName } from './monitor-relay';
import { createRoomRelay } from './room-relay';
import { createSeats } from './seats';
import { watchSlowConsumers } from './slow-consumers';

export interface Sockets {
  /** Takes over /socket.io on a server, until `close`. */
  attach(server: HttpServer): void;
  /** Tells this instance's watchers of an event. */
  tell(event: LoggedEvent): void;
  /** Answers what is in flight, then closes every connection; clients try again elsewhere. */
  close(): Promise<void>;
}

/** What the sockets are joined with. */
export interface SocketParts {
  services: Services;
  config: Config;
  redis: RedisConnections;
  bus: Bus;
  log: Logger;
  report: Report;
}

const FRAME_LIMIT = 64 * 1024;
/** So long a line may leave open who it speaks for. */
const CONNECT_TIMEOUT_MS = 10_000;

export async function createSockets(parts: SocketParts): Promise<Sockets> {
  const { services, config, bus, log, report } = parts;
  const handshake = createHandshake(services, config, report);
  const io: Io = new Server({
    path: PATH,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: FRAME_LIMIT,
    connectTimeout: CONNECT_TIMEOUT_MS,
    perMessageDeflate: false,
    adapter: createAdapter(parts.redis, log),
  });
  const relay = createRoomRelay(io, bus, {
    left: (userId, roomId) => seats.left(userId, roomId),
    opened: (roomId) => seats.opened(roomId),
  });
  const seats = createSeats(io, services.chat, relay, report);
  const commandLimits = createCommandLimits(config.limits);
  const mostUnderWay = config.limits.commandsUnderWay;
  const handler = createHandler({ services, seats, report, commandLimits, mostUnderWay });
  const lines = createLines(config, log);
  const slowConsumers = watchSlowConsumers(lines.open, config.limits.unsentBytes, log);
  const presence = createPresenceRelay(io, services.presence, report);
  const guard = createGuard(io, services, seats, report);
  const heads = createHeads(io, services.chat, relay.rooms, report);

  await relayNotices(io, bus, log);
  // Any program may publish on these channels: what is not of their shape is logged by the bus, and goes no further.
  await bus.subscribe(channels.seats, (taken) => seats.enter(parse(seat, taken)));
  await bus.subscribe(channels.presence, (event) => presence.tell(parse(presenceEvent, event)));
  await bus.subscribe(channels.sessionsEnded, (ended) => guard.ended(parse(sessionsEnded, ended)));
  bus.onGap(() => void guard.patrol().then(heads.tell));

  io.use((socket, next) => {
    handshake.admit(socket).then(() => next(), next);
  });
  io.on('connection', (socket) => {
    forgetRequest(socket);
    commandLimits.arrive(socket);
    // Before anything is awaited: a client may ask as soon as it is connected.
    handler.listen(socket);
    seats.take(socket);
    presence.arrive(socket);
    guard.arrive(socket);
  });

  let detach: (() => Promise<void>) | null = null;
  return {
    attach: (server) => {
      detach = attach(io, server, handshake.allowUpgrade, lines.arrive);
    },
    // Every instance follows the log itself, so this goes to its own sockets alone.
    tell: (event) => io.local.to(tags.monitor).emit(eventName(event), event),
    close: async () => {
      await handler.drain();
      guard.stop();
      slowConsumers.stop();
      heads.stop();
      await detach?.();
      detach = null;
      await presence.stop();
      relay.stop();
    },
  };
}
