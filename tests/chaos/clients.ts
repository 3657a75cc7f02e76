import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { Result } from '#contract/result';
import { GENERAL } from '#domain/chat/room';
import { backoff } from '#contract/client/backoff';
import { redial } from '#contract/client/redial';
import { createRequest, type Request } from '#contract/client/request';
import type { Ask } from './ledger';

const KEY = 'tapline-demo';
/** An outage must be over by then. */
const GIVE_UP_MS = 30_000;
const ATTEMPT_MS = 2_000;

/** Somebody who asks until there is an answer, under the same id: what a gate, a till or a phone does. */
export interface Client {
  /** Gives the answer. Throws where it is refused, or where none comes for half a minute. */
  ask(ask: Ask): Promise<unknown>;
  close(): void;
}

/** A program with an API key. */
export function httpClient(origin: string): Client {
  let closed = false;

  async function attempt(ask: Ask): Promise<Response | null> {
    const [path, body] = requestOf(ask);
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const response = await fetch(`${origin}/api/v1/${path}`, { ...init, signal }).catch(() => null);
    return response && response.status < 500 ? response : null;
  }

  return {
    async ask(ask) {
      const deadline = performance.now() + GIVE_UP_MS;
      for (let n = 1; !closed && performance.now() < deadline; n++) {
        const response = await attempt(ask);
        const answer: unknown = await response?.json().catch(() => null); // the line may be lost in the middle of it
        if (response?.ok && answer) return answer;
        if (response && answer) throw new Error(`${ask.kind} ${ask.id}: ${JSON.stringify(answer)}`);
        await sleep(backoff(n));
      }
      throw new Error(`${ask.kind} ${ask.id}: no answer`);
    },
    close() {
      closed = true;
    },
  };
}

function requestOf(ask: Ask): [path: string, body: object] {
  if (ask.kind === 'tap') return ['taps', { tapId: ask.id, cardId: ask.cardId }];
  if (ask.kind === 'sale') return ['sales', saleOf(ask)];
  throw new Error('programs do not chat');
}

export interface SocketClient extends Client {
  socket: Socket;
  request: Request;
}

/** A page's line, by the product's own rules for redialing and asking again. */
export function socketClient(origin: string, token = KEY): SocketClient {
  const socket = io(origin, {
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    timeout: 5_000,
    auth: { token },
  });
  const line = redial(() => socket.connect());
  let closed = false;
  socket.on('connect', line.worked);
  for (const event of ['connect_error', 'disconnect']) socket.on(event, () => closed || line.later());
  const request = createRequest(socket, () => closed);

  return {
    socket,
    request,
    async ask(ask) {
      const answer = (await askBy(request, ask)) as Result<unknown>;
      if (answer.ok) return answer.data;
      throw new Error(`${ask.kind} ${ask.id}: ${answer.error.code} ${answer.error.message}`);
    },
    close() {
      closed = true;
      line.stop();
      socket.disconnect();
    },
  };
}

function askBy(request: Request, ask: Ask): Promise<unknown> {
  const patience = { timeoutMs: GIVE_UP_MS };
  switch (ask.kind) {
    case 'tap':
      return request('tap:present', { tapId: ask.id, cardId: ask.cardId }, patience);
    case 'sale':
      return request('sale:complete', saleOf(ask), patience);
    case 'message':
      return request('message:post', { roomId: GENERAL, id: ask.id, body: ask.body }, patience);
  }
}

const saleOf = ({ id, cardId, product }: Ask & { kind: 'sale' }) => ({
  saleId: id,
  cardId,
  product,
  payment: 'cash' as const,
});
