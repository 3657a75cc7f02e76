import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address before several servers, as a load balancer has: whoever comes is led to the first that takes calls. */
export interface Balancer {
  origin: string;
  /** From now on in this order. */
  lead(origins: readonly string[]): void;
  close(): void;
}

export async function openBalancer(origins: readonly string[]): Promise<Balancer> {
  let ports = origins.map(portOf);
  const open = new Set<Socket>();

  function forward(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void client.destroy();
    const server = dial(port, '127.0.0.1');
    server.once('error', () =>
      server.connecting || !client.writable ? client.destroy() : forward(client, others),
    );
    server.once('connect', () => {
      server.removeAllListeners('error');
      join(client, server, open);
    });
  }

  const listener = createServer((client) => {
    client.on('error', () => client.destroy());
    forward(client, ports);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    lead: (next) => (ports = next.map(portOf)),
    close: () => {
      listener.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** When one end goes, so does the other. */
function join(client: Socket, server: Socket, open: Set<Socket>): void {
  client.pipe(server).pipe(client);
  for (const [socket, other] of [
    [client, server],
    [server, client],
  ] as const) {
    open.add(socket.on('error', () => socket.destroy()));
    socket.once('close', () => {
      open.delete(socket);
      other.destroy();
    });
  }
}

const portOf = (origin: string): number => Number(new URL(origin).port);
