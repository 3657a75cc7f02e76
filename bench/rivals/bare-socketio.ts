import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { posted, type Said } from './said';

// A bare Socket.IO server: one room, one broadcast. No accounts, no rooms to be in, no order, nothing sent twice.
// With REDIS_PATH it stores each message before it tells of it, with one XADD.

const ROOM = 'everybody';
const path = process.env['REDIS_PATH'];
const redis = path === undefined ? null : new Redis({ path });
const server = createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
let rev = 0;

io.on('connection', (socket) => {
  void socket.join(ROOM);
  socket.on('message:post', (said: Said, ack: (result: object) => void) => {
    void tell(said).then(() => ack({ ok: true }));
  });
});

async function tell(said: Said): Promise<void> {
  const event = posted(said, ++rev);
  await redis?.xadd('messages', '*', 'said', JSON.stringify(said), 'rev', rev);
  io.to(ROOM).emit('message:posted', event);
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`listening at http://127.0.0.1:${port}\n`);
});
process.on('SIGTERM', () => process.exit());
