import { isLoopback, type Config } from '#server/config';

/**
 * Whether a page of ours sent this request. A request without Origin is no page's (curl, programs); with ORIGIN set
 * that one counts, else the very address the browser asked for.
 */
export function isOwnOrigin(config: Pick<Config, 'origin' | 'tls'>, origin?: string, host?: string): boolean {
  if (origin === undefined) return true;
  return origin === (config.origin ?? `${config.tls ? 'https' : 'http'}://${host ?? ''}`);
}

/**
 * Whether the Host header names this server. On loopback only loopback's own names do: a foreign name that resolves
 * to this machine (DNS rebinding) would else be taken for our own origin.
 */
export function isOwnHost(config: Pick<Config, 'origin' | 'host'>, host = ''): boolean {
  if (config.origin !== null || !isLoopback(config.host)) return true;
  return isLoopback(host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1'));
}
