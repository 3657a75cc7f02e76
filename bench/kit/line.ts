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
  const result = (await socket.timeout(10_000).emitWithAck(name, payload)) as Result<CommandData[N]>;
  if (result.ok) return result.data;
  throw new Error(`${name}: ${result.error.code} ${result.error.message}`);
}
