import type { Socket } from 'socket.io-client';
import type { CommandName } from '#contract/events';
import { failed, type Result } from '#contract/result';
import { Refusal } from '#contract/error-codes';
import { backoff } from './backoff';
import type { Client } from './client.svelte';

const ANSWER_WITHIN_MS = 10_000;
/** Silence on an open line this long counts as a lost frame. */
const SEND_AGAIN_MS = 2000;

const noAnswer = failed(new Refusal('unavailable', 'No answer from the server'));

/** See `Client.request`. */
export function createRequest(socket: Socket, isClosed: () => boolean): Client['request'] {
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
  return request as Client['request'];
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
