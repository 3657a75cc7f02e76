import { sessionCookieName } from '#contract/accounts';
import type { Config } from '#server/config';

/**
 * The session's secret in a request's Cookie header; undefined without one. Read as SvelteKit reads it, or one session
 * would go by as many names as there are spellings of its cookie: the first of a name counts, quotes are not part of
 * the value, and percent-encoding is undone.
 */
export function sessionCookieOf(config: Pick<Config, 'origin' | 'tls'>, header = ''): string | undefined {
  const isSecure = config.origin?.startsWith('https:') ?? config.tls !== null;
  const name = sessionCookieName(isSecure);
  const pairs = header.split(';').map(splitPair);
  const value = pairs.find((pair) => pair?.name === name)?.value;
  return (value && decoded(value)) || undefined;
}

function splitPair(pair: string): { name: string; value: string } | null {
  const at = pair.indexOf('=');
  if (at === -1) return null;
  const value = pair.slice(at + 1).trim();
  return { name: pair.slice(0, at).trim(), value: value.startsWith('"') ? value.slice(1, -1) : value };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
