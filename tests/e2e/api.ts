import { io, type Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import type { CommandData, CommandName, CommandPayload } from '#contract/events';
import type { Result } from '#contract/result';
import type { CardView, Decision, IssuedPass } from '#contract/transit';

const KEY = 'tapline-demo';

/** Tapline as a program from outside sees it: HTTP with the demo key. */
export interface Api {
  send(method: string, path: string, body?: unknown): Promise<Response>;
  sell(cardId: string, product: string, saleId?: string): Promise<IssuedPass>;
  tap(cardId: string, gateId?: string, tapId?: string): Promise<Decision>;
  card(cardId: string): Promise<CardView>;
}

export function apiOf(origin: string): Api {
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${origin}/api/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await send(method, path, body);
    if (response.ok) return (await response.json()) as T;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  return {
    send,
    sell: (cardId, product, saleId = v7()) =>
      ask('POST', 'sales', { saleId, cardId, product, payment: 'cash' }),
    tap: (cardId, gateId, tapId = v7()) => ask('POST', 'taps', { tapId, cardId, gateId }),
    card: (cardId) => ask('GET', `cards/${cardId}`),
  };
}

/** A socket, connected; with the demo key unless another token is given. */
export async function connect(origin: string, token = KEY): Promise<Socket> {
  const socket = io(origin, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
    reconnectionDelay: 50,
    rejectUnauthorized: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

export async function request<N extends CommandName>(
  socket: Socket,
  name: N,
  payload: CommandPayload<N>,
): Promise<CommandData[N]> {
  const result = (await socket.timeout(10_000).emitWithAck(name, payload)) as Result<CommandData[N]>;
  if (result.ok) return result.data;
  throw new Error(`${name}: ${result.error.code} ${result.error.message}`);
}

let cards = 0;

/** A card nobody has used, with a UID of seven bytes: the test's own process and a number. */
export const newCard = (): string => `04${hex(process.pid, 6)}${hex(++cards, 6)}`;

const hex = (value: number, digits: number): string =>
  value.toString(16).toUpperCase().padStart(digits, '0').slice(-digits);
