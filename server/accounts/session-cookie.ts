import { sessionCookieName } from '#contract/accounts';
import type { Config } from '#server/config';

/** The session's secret in a request's Cookie header; undefined without one. */
export function sessionCookieOf(config: Pick<Config, 'origin' | 'tls'>, header = ''): string | undefined {
  const isSecure = config.origin?.startsWith('https:') ?? config.tls !== null;
  const name = `${sessionCookieName(isSecure)}=`;
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(name))?.slice(name.length) || undefined;
}
