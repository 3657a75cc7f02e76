import type { Result } from '#contract/result';
import type { Decision } from '#contract/transit';
import type { Tap } from '#domain/transit/gatekeeper';
import type { Client } from '$lib/socket/client.svelte';

/** Port: whoever decides taps. The gate asks only this, and does not know whether the server or the gate itself answers. */
export interface TapAuthorizer {
  /**
   * The decision, or why there is none. After `unavailable` (no answer within `withinMs`) the tap may still have been
   * committed: the same `tapId` gets the stored answer later.
   */
  authorize(tap: Tap, withinMs: number): Promise<Result<Decision>>;
}

/** The server decides. */
export const onlineAuthorizer = (client: Client): TapAuthorizer => ({
  authorize: (tap, timeoutMs) => client.request('tap:present', tap, { timeoutMs }),
});
