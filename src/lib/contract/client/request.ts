import type { CommandData, CommandName, CommandPayload } from '../events';
import { failed, type Result } from '../result';
import { Refusal } from '../error-codes';
import { backoff } from './backoff';

/** The part of a Socket.IO client's socket that asking takes. */
interface Socket {
  timeout(ms: number): { emitWithAck(name: string, payload: unknown): Promise<unknown> };
}

const ANSWER_WITHIN_MS = 10_000;
/** Silence on an open line this long counts as a lost frame. */
const SEND_AGAIN_MS = 2000;

const noAnswer = failed(new Refusal('unavailable', 'No answer from the server'));

/**
 * Asks until there is an answer: on silence, a lost line or `unavailable` the same payload (so the same id) goes out
 * again. After `timeoutMs` (10,000) the result is `unavailable`; the server may still have acted on it.
 */
export type Request = <N extends CommandName>(
  name: N,
  payload: CommandPayload<N>,
  options?: { timeoutMs?: number },
) => Promise<Result<CommandData[N]>>;

export function createRequest(socket: Socket, isClosed: () => boolean): Request {
  const request = async (name: CommandName, payload: unknown, { timeoutMs = ANSWER_WITHIN_MS } = {}) => {
    const deadline = performance.now() + timeoutMs;
    let answer: Result<unknown> = noAnswer;
    for (let attempt = 1; !isClosed(); attempt++) {
      answer = await ask(socket, name, payload, Math.min(SEND_AGAIN_MS, deadline - performance.now()));
      if (answer.ok || answer.error.code !== 'unavailable') return answer;
      const pause = answer === noAnswer ? 0 : backoff(attempt);
      if (performance.now() + pause >= deadline) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return answer;
  };
  return request as Request;
}

/**
 * One attempt. With no line the frame waits in Socket.IO's send buffer; `timeout` is what takes it out again, so that
 * nothing is sent after its attempt is over.
 */
async function ask(socket: Socket, name: string, payload: unknown, ms: number): Promise<Result<unknown>> {
  try {
    return (await socket.timeout(Math.max(1, ms)).emitWithAck(name, payload)) as Result<unknown>;
  } catch {
    // Socket.IO rejects for two reasons only: the time is up, or the line was lost. Either way there is no answer.
    return noAnswer;
  }
}
