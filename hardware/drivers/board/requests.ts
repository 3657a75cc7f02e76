import { readReply, type Command, type Reply } from '../../protocol/command';
import { nextId } from '../../protocol/event';
import type { Frame } from '../../protocol/frame';
import { DeviceError } from '../device-fault';

/** A board answers within this time. */
const REPLY_WITHIN_MS = 250;
const TRIES = 3;

export interface AskOptions {
  tries?: number;
  /** For each try, in milliseconds. */
  withinMs?: number;
}

/** A reply, and on which try it came: what was asked before that may have been done, too. */
export type Answer = Reply & { tries: number };

/** Requests of the host, one after the other: the board has one outstanding. */
export interface Requests {
  /**
   * The board's reply. A command given as a function is made when its turn has come. A try without an answer is repeated under the same id, so that it is not done twice.
   * @throws DeviceError `silent` after the last try.
   */
  ask(command: Command | (() => Command), options?: AskOptions): Promise<Answer>;
  /** Sends at once, past all that waits, and awaits nothing. */
  post(command: Command): void;
  /** The other side began anew, and has forgotten what it was asked: time for the next try. */
  nudge(): void;
  /** A reply has come in. */
  take(frame: Frame): void;
  /** What waits is given up, as is what is asked from now on. */
  close(): void;
}

export function createRequests(send: (frame: Frame) => void): Requests {
  let id = 0;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  let settle: ((reply: Reply | null) => void) | undefined;

  const post = (command: Command): void => {
    id = nextId(id);
    send({ type: '>', id, ...command });
  };

  async function attempt(command: Command, { tries, withinMs }: Required<AskOptions>): Promise<Answer> {
    id = nextId(id);
    const frame: Frame = { type: '>', id, ...command };
    for (let tried = 1; tried <= tries && !closed; tried++) {
      send(frame);
      const reply = await replyWithin(withinMs);
      if (reply && !cameDamaged(reply)) return { ...reply, tries: tried };
    }
    throw new DeviceError('silent');
  }

  const replyWithin = (ms: number) =>
    new Promise<Reply | null>((resolve) => {
      const timer = setTimeout(() => settle?.(null), ms);
      settle = (reply) => {
        clearTimeout(timer);
        settle = undefined;
        resolve(reply);
      };
    });

  return {
    post,
    ask(command, { tries = TRIES, withinMs = REPLY_WITHIN_MS } = {}) {
      const answer = last.then(() =>
        attempt(typeof command === 'function' ? command() : command, { tries, withinMs }),
      );
      last = answer.catch(() => undefined);
      return answer;
    },
    nudge: () => settle?.(null),
    take(frame) {
      const reply = readReply(frame);
      if (frame.id === id && reply) settle?.(reply);
    },
    close() {
      closed = true;
      settle?.(null);
    },
  };
}

/** The board could not read the request: worth the next try at once. */
const cameDamaged = (reply: Reply): boolean => !reply.ok && (reply.code === 'CRC' || reply.code === 'LEN');
