import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { CommandData, CommandName, CommandPayload } from '#contract/events';
import type { Result } from '#contract/result';

/** A socket as a page opens it; with demo mode's API key unless another token is given. */
export async function openLine(origin: string, token = 'tapline-demo'): Promise<Socket> {
  const socket = io(origin, { transports: ['websocket'], forceNew: true, auth: { token } });
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
  const result = await ask(socket, name, payload);
  if (result.ok) return result.data;
  throw new Error(`${name}: ${result.error.code} ${result.error.message}`);
}

const TRIES = 20;
const PAUSE_MS = 250;

/**
 * The same until it is answered, as a gate does: a server may have more to do than it can at the moment, and close a line
 * that it cannot look after.
 */
export async function insist<N extends CommandName>(
  socket: Socket,
  name: N,
  payload: CommandPayload<N>,
): Promise<CommandData[N]> {
  for (let left = TRIES; ; left--) {
    const result = await ask(socket, name, payload).catch(unanswered);
    if (result.ok) return result.data;
    if (left === 0 || result.error.code !== 'unavailable')
      throw new Error(`${name}: ${result.error.message}`);
    await sleep(PAUSE_MS);
  }
}

const unanswered = (error: Error): Result<never> => ({
  ok: false,
  error: { code: 'unavailable', message: error.message },
});

const ask = async <N extends CommandName>(
  socket: Socket,
  name: N,
  payload: CommandPayload<N>,
): Promise<Result<CommandData[N]>> =>
  (await socket.timeout(10_000).emitWithAck(name, payload)) as Result<CommandData[N]>;
