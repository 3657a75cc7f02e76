import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Io, Line } from './io';

export const PATH = '/socket.io';

/** How long a slow client may take to receive its last answers. */
const HANG_UP_MS = 2_000;

/**
 * Takes over /socket.io; the returned function lets go again, for in development one HTTP server outlives many Apps.
 * Socket.IO itself sits on a server that never listens: attached to ours it would leave listeners behind. Who is not
 * welcome is told so here, with the status that Socket.IO keeps for polling.
 */
export function attach(
  io: Io,
  server: HttpServer,
  isWelcome: (req: IncomingMessage) => Promise<boolean>,
  arrive: (line: Line) => void,
): () => Promise<void> {
  const inner = createServer();
  io.attach(inner, { destroyUpgrade: false });
  io.engine.on('connection', arrive);
  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Node has taken its own listener off: a connection reset now would end the process.
    socket.on('error', () => socket.destroy());
    if (req.url?.startsWith(`${PATH}/`)) void admit(req, socket, head);
    else if (server.listenerCount('upgrade') === 1) refuse(socket, '400 Bad Request'); // nobody else will answer it
  };
  const admit = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (await isWelcome(req)) inner.emit('upgrade', req, socket, head);
    else refuse(socket, '403 Forbidden');
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    await hangUp(io);
  };
}

function refuse(socket: Duplex, status: string): void {
  // Ended alone it would stay open for as long as the other side likes.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
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
