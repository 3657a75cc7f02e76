import { io, type Socket } from 'socket.io-client';
import { redial } from '#contract/client/redial';
import { createRequest, type Request } from '#contract/client/request';
import { asRefusal } from '#contract/error-codes';
import type { ClientToServerEvents, ServerToClientEvents } from '#contract/events';
import type { Logger } from './log';

export interface ServerLine {
  request: Request;
  close(): void;
}

export interface ServerLineParts {
  url: string;
  /** A token for each attempt. */
  token: () => Promise<string>;
  log: Logger;
}

/** A server that hangs shall not keep a gate waiting for its turn. */
const CONNECT_WITHIN_MS = 5000;

/** Opens the line to the server and keeps it open until `close()`. */
export function openServerLine({ url, token, log }: ServerLineParts): ServerLine {
  // Reconnection is ours: Socket.IO's own gives up for good on a refused handshake, where we need a fresh token.
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
    path: '/socket.io',
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    timeout: CONNECT_WITHIN_MS,
  });
  const tell = changesOnly((words) => log.warn(words));
  let closed = false;

  const failed = (error: unknown): void => {
    if (closed) return;
    tell(wordsFor(error));
    line.later();
  };
  const dial = async (): Promise<void> => {
    try {
      socket.auth = { token: await token() };
      if (!closed) socket.connect();
    } catch (error) {
      failed(error);
    }
  };
  socket.on('connect', () => {
    tell(null);
    log.info(`Connected to ${url}`);
    line.worked();
  });
  socket.on('connect_error', failed);
  socket.on('disconnect', () => failed(null));
  const line = redial(() => void dial());

  return {
    request: createRequest(socket, () => closed),
    close() {
      closed = true;
      line.stop();
      socket.disconnect();
    },
  };
}

/** Attempts that fail alike for hours are worth one line. */
function changesOnly(write: (words: string) => void): (words: string | null) => void {
  let last: string | null = null;
  return (words) => {
    if (words !== null && words !== last) write(words);
    last = words;
  };
}

/** A refusal names what somebody has to mend; all else is a server that is away. */
function wordsFor(error: unknown): string {
  const { data, message = '' } = (error ?? {}) as { data?: { code?: string }; message?: string };
  const code = asRefusal(error)?.code ?? data?.code ?? 'unavailable';
  return code === 'unavailable'
    ? 'The server is away; trying again until it is back'
    : `The server refuses this device (${code}: ${message}); trying again`;
}
