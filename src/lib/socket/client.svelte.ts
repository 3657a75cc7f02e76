import { io, type Socket } from 'socket.io-client';
import { asRefusal, type ErrorCode } from '#contract/error-codes';
import type { ClientToServerEvents, ServerToClientEvents } from '#contract/events';
import { redial } from '#contract/client/redial';
import { createRequest, type Request } from '#contract/client/request';

export type LineStatus = 'connecting' | 'online' | 'offline';
export type ServerSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface Client {
  /** Reactive. `connecting` until the first attempt has an outcome, then `online` or `offline`. */
  readonly status: LineStatus;
  /** Reactive. Why the server, or the source of the token, refused the last attempt; null once connected. */
  readonly refusal: ErrorCode | null;
  request: Request;
  /** Listens until the returned function is called. */
  on<E extends keyof ServerToClientEvents>(event: E, listener: ServerToClientEvents[E]): () => void;
  /** Called at each connection, at once if there is one. */
  onConnect(listener: () => void): () => void;
  close(): void;
}

/**
 * `auth` gives the token of each connection attempt anew, a refused one included; a rejection (best a Refusal) counts
 * as a failed attempt. Without it the session cookie speaks; `as` is the id of the person it must belong to, else the
 * line is refused as `unauthenticated`. `url` is only needed outside a browser.
 */
export interface ConnectOptions {
  auth?: () => Promise<string>;
  as?: string | undefined;
  url?: string;
}

/** Opens the line to the server and keeps it open until `close()`. */
export function connect({ auth, as, url }: ConnectOptions = {}): Client {
  // Reconnection is ours: Socket.IO's own gives up for good on a refused handshake, where we need a fresh token.
  const socket: ServerSocket = io(url ?? '', {
    path: '/socket.io',
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    // A kiosk speaks for its device: a cookie that somebody left in its browser must not get in the way.
    ...(auth && { query: { by: 'token' } }),
    ...(as !== undefined && { auth: { as } }),
    // A server that hangs shall not keep a gate waiting for its turn.
    timeout: 5_000,
  });
  let status = $state<LineStatus>('connecting');
  let refusal = $state<ErrorCode | null>(null);
  let closed = false;

  const failed = (error: unknown) => {
    if (closed) return;
    status = 'offline';
    refusal = codeOf(error);
    line.later();
  };
  const dial = async () => {
    try {
      if (auth) socket.auth = { token: await auth() };
      if (!closed) socket.connect();
    } catch (error) {
      failed(error);
    }
  };
  socket.on('connect', () => {
    status = 'online';
    refusal = null;
    line.worked();
  });
  socket.on('connect_error', failed);
  socket.on('disconnect', () => failed(null));
  const line = redial(() => void dial());

  return {
    get status() {
      return status;
    },
    get refusal() {
      return refusal;
    },
    request: createRequest(socket, () => closed),
    on: (event, listener) => subscribe(socket, event, listener),
    onConnect(listener) {
      if (socket.connected) listener();
      return subscribe(socket, 'connect', listener);
    },
    close() {
      closed = true;
      line.stop();
      socket.disconnect();
      status = 'offline';
    },
  };
}

function subscribe(socket: ServerSocket, event: string, listener: (...args: never[]) => void): () => void {
  const untyped = socket as Socket;
  untyped.on(event, listener as (...args: unknown[]) => void);
  return () => void untyped.off(event, listener as (...args: unknown[]) => void);
}

/** Our server's refusals say their code in `data`; a lost line has none. */
function codeOf(error: unknown): ErrorCode | null {
  const { data } = (error ?? {}) as { data?: { code?: ErrorCode } };
  return asRefusal(error)?.code ?? data?.code ?? null;
}
