import type { RequestEvent } from '@sveltejs/kit';
import { ADDRESS_HEADER } from '#contract/headers';

/**
 * The network address of who asks, as it is counted on sockets, too. SvelteKit's `getClientAddress` is another reading
 * of the same headers, which refuses some requests and tells of others what the client made up.
 */
export const addressOf = ({ request }: Pick<RequestEvent, 'request'>): string =>
  request.headers.get(ADDRESS_HEADER) ?? 'unknown';
