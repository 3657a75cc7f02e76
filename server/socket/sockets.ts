import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import type { ClientToServerEvents, ServerToClientEvents } from '#contract/events';
import { asRefusal, unavailable } from '#contract/error-codes';
import type { LoggedEvent } from '#domain/transit/event';
import type { Principal } from '#domain/accounts/right';
import type { Services } from '#server/services';
import type { Config } from '#server/config';
import { isOwnHost, isOwnOrigin } from '#server/http/origin';
import type { Report } from '#server/report';
import { createHandler } from './handle';
import { eventName, MONITOR_ROOM } from './relay';

export interface Sockets {
  /** Takes over /socket.io on a server, until `close`. */
  attach(server: HttpServer): void;
  /** Tells this instance's watchers of an event. */
  tell(event: LoggedEvent): void;
  /** Answers what is in flight, then closes every connection; clients try again elsewhere. */
  close(): Promise<void>;
}

/** How long a slow client may take to receive its last answers. */
const HANG_UP_MS = 2_000;
const FRAME_LIMIT = 64 * 1024;
const PATH = '/socket.io';

type Io = Server<ClientToServerEvents, ServerToClientEvents, Record<string, never>, { principal: Principal }>;

export function createSockets(services: Services, config: Config, report: Report): Sockets {
  const io: Io = new Server({
    path: PATH,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: FRAME_LIMIT,
    perMessageDeflate: false,
    // CORS does not guard WebSocket upgrades, so the upgrade itself looks at Origin.
    allowRequest: ({ headers: { origin, host } }, decide) => {
      decide(null, isOwnHost(config, host) && isOwnOrigin(config, origin, host));
    },
  });
  const handler = createHandler(services, report);

  io.use((socket, next) => {
    services.authenticate(socket.handshake.auth['token']).then(
      (principal) => {
        socket.data.principal = principal;
        next();
      },
      (error: unknown) => {
        next(connectError(error, report));
      },
    );
  });
  io.on('connection', (socket) => {
    handler.listen(socket);
  });

  let detach: (() => Promise<void>) | null = null;
  return {
    attach: (server) => {
      detach = attach(io, server);
    },
    tell: (event) => io.to(MONITOR_ROOM).emit(eventName(event), event),
    close: async () => {
      await handler.drain();
      await detach?.();
      detach = null;
    },
  };
}

/** What the client finds in `connect_error`: `data.code` says why. */
function connectError(error: unknown, report: Report): Error {
  const refusal = asRefusal(error);
  if (!refusal) report(error, { command: 'sign-in' });
  const { code, message } = refusal ?? unavailable();
  return Object.assign(new Error(message), { data: { code } });
}

/**
 * Takes over /socket.io; the returned function lets go again, for in development one HTTP server outlives many Apps.
 * Socket.IO itself sits on a server that never listens: attached to ours it would leave listeners behind.
 */
function attach(io: Io, server: HttpServer): () => Promise<void> {
  const inner = createServer();
  io.attach(inner, { destroyUpgrade: false });
  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Node has taken its own listener off: a connection reset now would end the process.
    socket.on('error', () => socket.destroy());
    if (req.url?.startsWith(PATH)) inner.emit('upgrade', req, socket, head);
    else if (server.listenerCount('upgrade') === 1) socket.destroy(); // nobody else will answer it
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    await hangUp(io);
  };
}

/**
 * Closes every connection once its last answers are out. Without Socket.IO's own goodbye: told to disconnect,
 * clients would not come back by themselves.
 */
async function hangUp(io: Io): Promise<void> {
  const connections = [...io.sockets.sockets.values()].map(({ conn }) => conn);
  const closed = connections.map((connection) => new Promise((resolve) => connection.once('close', resolve)));
  for (const connection of connections) connection.close();
  const patience = setTimeout(() => io.engine.close(), HANG_UP_MS);
  await Promise.all(closed);
  clearTimeout(patience);
  io.engine.close();
}
