import type { Logger } from '#server/log';
import type { Line } from './io';

/**
 * Lets go of clients that do not take what they are sent: what waits for them would fill the memory of all. They connect
 * again and catch up by cursor.
 */
export interface SlowConsumers {
  stop(): void;
}

const LOOK_MS = 250;

/** `mostBytes`: what may wait for one of them. */
export function watchSlowConsumers(
  lines: ReadonlyMap<Line, string>,
  mostBytes: number,
  log: Logger,
): SlowConsumers {
  const timer = setInterval(() => {
    for (const [line, address] of lines) {
      if (waitingFor(line) <= mostBytes) continue;
      log.warn({ address }, 'a client takes too little of what it is sent: let go');
      // Closed politely it would first be sent all that waits.
      wireOf(line)?.terminate();
    }
  }, LOOK_MS);
  return { stop: () => clearInterval(timer) };
}

/** Of ws, under Engine.IO's transport; neither is in their types. */
interface Wire {
  bufferedAmount: number;
  terminate(): void;
}

const wireOf = ({ transport }: Line): Wire | undefined =>
  Reflect.get(transport, 'socket') as Wire | undefined;

/** In bytes, or characters of what is not encoded yet: handed to the system, and behind that in Engine.IO's queue. */
function waitingFor(line: Line): number {
  const queue = Reflect.get(line, 'writeBuffer') as { data?: string | Buffer }[];
  const queued = queue.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return queued + (wireOf(line)?.bufferedAmount ?? 0);
}
