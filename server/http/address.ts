import type { IncomingMessage } from 'node:http';
import type { Config } from '#server/config';

/**
 * The network address of who asks. Behind a proxy it is in the header that the operator names, as SvelteKit's adapter
 * reads it: of a list the one that the proxy itself has added, the last.
 */
export function addressOf(req: IncomingMessage, { addressHeader }: Pick<Config, 'addressHeader'>): string {
  const told = addressHeader === null ? undefined : req.headers[addressHeader];
  const text = Array.isArray(told) ? told.at(-1) : told;
  return text?.split(',').at(-1)?.trim() || (req.socket.remoteAddress ?? 'unknown');
}
