import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that may swallow what is sent: it is taken, and nothing ever comes back. */
export interface SwallowingLine {
  /** The server's, by this way. */
  origin: string;
  /** What is connected by now is never heard again, nor is who connects from now on. */
  swallow(): void;
  /** Who connects from now on is heard. */
  heal(): void;
  close(): void;
}

export async function openSwallowingLine(origin: string): Promise<SwallowingLine> {
  const port = Number(new URL(origin).port);
  const open = new Set<Socket>();
  let swallowing = false;

  const listener = createServer((client) => {
    track(client, open);
    if (swallowing) return void client.resume();
    const server = track(dial(port, '127.0.0.1'), open);
    client.pipe(server).pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    swallow() {
      swallowing = true;
      for (const socket of open) socket.unpipe().resume();
    },
    heal() {
      swallowing = false;
    },
    close() {
      listener.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function track(socket: Socket, open: Set<Socket>): Socket {
  open.add(socket);
  socket.on('error', () => socket.destroy());
  return socket.once('close', () => open.delete(socket));
}
