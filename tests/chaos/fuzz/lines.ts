import type { Socket } from 'socket.io-client';
import { httpStatus } from '#contract/error-codes';
import type { Result } from '#contract/result';
import { connect } from '../../e2e/api';
import type { Frame } from './frames';
import { toJson } from './wild';

const ANSWER_WITHIN_MS = 20_000;
const AT_ONCE = 100;

/** As much of Engine.IO's connection as raw frames need. */
interface Wire {
  send(data: string | Uint8Array): void;
  on(event: 'data', listener: (data: unknown) => void): void;
}

const wireOf = (socket: Socket): Wire => socket.io.engine;

/**
 * Sends frames past the client library, which would refuse many of them. Each asks for an answer but every tenth, and the
 * line must outlive them all. Gives what was wrong.
 */
export async function sendFrames(
  origin: string,
  frames: readonly Frame[],
  token?: string,
): Promise<string[]> {
  const socket = await connect(origin, token);
  const wrong: string[] = [];
  const waiting = new Map<number, (answer: unknown) => void>();
  let isDone = false;
  socket.once('disconnect', (why) => {
    if (!isDone) wrong.push(`the line was closed: ${why}`);
    for (const end of waiting.values()) end(CLOSED);
  });
  wireOf(socket).on('data', (data) => {
    const [, id, json = ''] = /^3(\d+)(\[[^]*)$/.exec(typeof data === 'string' ? data : '') ?? [];
    if (id !== undefined) waiting.get(Number(id))?.((JSON.parse(json) as unknown[])[0]);
  });

  const ask = (frame: Frame, id: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (fault?: string): void => {
        clearTimeout(timer);
        waiting.delete(id);
        if (fault !== undefined) wrong.push(`${fault} to ${told(frame)}`);
        resolve();
      };
      const timer = setTimeout(() => end('no answer'), ANSWER_WITHIN_MS);
      waiting.set(id, (answer) =>
        end(answer === CLOSED || isAnswer(answer) ? undefined : `the answer ${told(answer)}`),
      );
      wireOf(socket).send(`2${id}${toJson(frame)}`);
    });

  for (let from = 0; from < frames.length && socket.connected; from += AT_ONCE) {
    const batch = frames.slice(from, from + AT_ONCE);
    for (const frame of batch.filter(isMute)) wireOf(socket).send(`2${toJson(frame)}`);
    await Promise.all(batch.filter((_, n) => !isMute(_, n)).map((frame, n) => ask(frame, from + n)));
  }
  isDone = true;
  socket.disconnect();
  return wrong;
}

const CLOSED = Symbol('closed');

const isMute = (_: Frame, n: number): boolean => n % 10 === 9;

/**
 * Acknowledged in the contract's form, an error with a code of the closed list. Not `unavailable`: Redis is there all the
 * time.
 */
function isAnswer(answer: unknown): boolean {
  const result = answer as Partial<Result<unknown>> | null;
  if (result?.ok === true) return true;
  const code = String(result?.ok === false && result.error?.code);
  return Object.hasOwn(httpStatus, code) && code !== 'unavailable';
}

const told = (value: unknown): string => JSON.stringify(value).slice(0, 300);

/** Sends what the protocol does not allow; a line that is closed for it is opened again. */
export async function sendBroken(origin: string, packets: readonly (string | Uint8Array)[][]): Promise<void> {
  let socket = await connect(origin);
  for (const packet of packets) {
    if (!socket.connected) {
      socket.disconnect();
      socket = await connect(origin);
    }
    for (const part of packet) wireOf(socket).send(part);
    // Its turn comes after what was sent: by then the line has been closed, or has outlived it.
    await socket.timeout(200).emitWithAck('card:lookup', { cardId: '04AB' }).catch(closed);
  }
  socket.disconnect();
}

const closed = (): void => undefined;
