import { connect as dial } from 'node:net';
import type { Address } from './address';

const PATIENCE_MS = 3_000;

/**
 * Who is there: `nobody` listens, `silence` is one that takes calls and says nothing, as a server that hangs does, and
 * `somebody` says something, be it goodbye. One that hangs still has its data open: nobody else must be let at them.
 */
export function knock(address: Address): Promise<'nobody' | 'silence' | 'somebody'> {
  return new Promise((resolve) => {
    const socket = dial(address);
    const end = (found: Awaited<ReturnType<typeof knock>>): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(PATIENCE_MS, () => end('silence'));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', () => end('somebody'));
    socket.once('end', () => end('somebody'));
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => end(meaning[code] ?? 'somebody'));
  });
}

/** EAGAIN: more calls wait than it can hold, for it takes none. */
const meaning: Record<string, 'nobody' | 'silence'> = {
  ECONNREFUSED: 'nobody',
  ENOENT: 'nobody',
  EAGAIN: 'silence',
  ETIMEDOUT: 'silence',
};
