import type { IncomingMessage } from 'node:http';
import { bearerOf } from '#contract/credentials';
import { sessionCookieOf } from '#server/accounts/session-cookie';
import type { Config } from '#server/config';

/**
 * The API key, token or session id that a request bears, found as the routes find it: whatever else stands in these
 * headers says nothing of who asks. Undefined without one.
 */
export function credentialOf(
  { headers }: IncomingMessage,
  config: Pick<Config, 'origin' | 'tls'>,
): string | undefined {
  const sessionId = headers['x-session-id']?.toString();
  return bearerOf(headers.authorization) ?? (sessionId || sessionCookieOf(config, headers.cookie));
}
