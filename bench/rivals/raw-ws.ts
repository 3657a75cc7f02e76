import type { Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { posted, type Said } from './said';

// The limit: a frame is encoded once and written to every connection as it is. Nothing else happens here.

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
let rev = 0;

server.on('connection', (client) => {
  client.on('message', (data: Buffer) => {
    const text = data.toString();
    const [, said] = JSON.parse(text.slice(text.indexOf('['))) as [string, Said];
    const frame = encode(`42${JSON.stringify(['message:posted', posted(said, ++rev)])}`);
    for (const each of server.clients) wireOf(each).write(frame);
  });
});

/** A text frame (RFC 6455, section 5.2), unmasked as servers send it. */
function encode(text: string): Buffer {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, 0, 0]);
  if (head.length === 4) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** The connection under ws, which is not in its types. */
const wireOf = (client: WebSocket): Socket => Reflect.get(client, '_socket') as Socket;

server.on('listening', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`listening at http://127.0.0.1:${port}\n`);
});
process.on('SIGTERM', () => process.exit());
