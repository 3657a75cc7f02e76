import WebSocket from 'ws';

/** How a server is spoken to: Socket.IO's protocol, or its event frames over a bare WebSocket. */
export type Protocol = 'socket.io' | 'ws';

/** As little of a client as can be: a load test measures servers, so its own work must not count. */
export interface Client {
  /** Sends an event that is acknowledged. */
  send(name: string, payload: object): void;
  /** Called with every event frame, as it came. */
  onEvent: (frame: Buffer) => void;
  close(): void;
}

const OPEN_MS = 10_000;
/** The protocol's first characters: 2 is a ping, 40 connected, 42 an event. */
const [TWO, FOUR, ZERO] = [0x32, 0x34, 0x30];

export function openClient(origin: string, protocol: Protocol, token?: string): Promise<Client> {
  const address = origin.replace('http', 'ws');
  const socket =
    protocol === 'ws'
      ? new WebSocket(address, { perMessageDeflate: false, skipUTF8Validation: true })
      : new WebSocket(`${address}/socket.io/?EIO=4&transport=websocket`, {
          perMessageDeflate: false,
          skipUTF8Validation: true,
        });
  let acks = 0;
  const client: Client = {
    send: (name, payload) => socket.send(`42${++acks}${JSON.stringify([name, payload])}`),
    onEvent: () => undefined,
    close: () => socket.terminate(),
  };

  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server does not answer')), OPEN_MS);
    const opened = (): void => {
      clearTimeout(timer);
      resolve(client);
    };
    socket.on('error', reject);
    socket.on('open', () => {
      if (protocol === 'ws') opened();
      else socket.send(`40${JSON.stringify({ token })}`);
    });
    socket.on('message', (frame: Buffer) => {
      if (frame[0] === TWO) socket.send('3');
      else if (frame[0] !== FOUR) return;
      else if (frame[1] === TWO) client.onEvent(frame);
      else if (frame[1] === ZERO) opened();
      else if (frame[1] === FOUR) reject(new Error(frame.toString()));
    });
  });
}
