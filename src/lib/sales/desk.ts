import type { Result } from '#contract/result';
import type { CardView, IssuedPass, SaleComplete } from '#contract/transit';
import type { Client } from '$lib/socket/client.svelte';

/** Port: whoever keeps the cards. */
export interface Desk {
  lookUp(cardId: string): Promise<Result<CardView>>;
  /** After `unavailable` the pass may have been issued; the same `saleId` gets the same answer, and never a second pass. */
  complete(sale: SaleComplete): Promise<Result<IssuedPass>>;
}

const LOOK_UP_WITHIN_MS = 3000;
const COMPLETE_WITHIN_MS = 8000;

/** The server keeps them. */
export const onlineDesk = (client: Client): Desk => ({
  lookUp: (cardId) => client.request('card:lookup', { cardId }, { timeoutMs: LOOK_UP_WITHIN_MS }),
  complete: (sale) => client.request('sale:complete', sale, { timeoutMs: COMPLETE_WITHIN_MS }),
});
