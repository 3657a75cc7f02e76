import type { Result } from '../result';
import type { CardView, IssuedPass, SaleComplete } from '../transit';
import type { Request } from './request';

/** Port: whoever keeps the cards. */
export interface Desk {
  lookUp(cardId: string): Promise<Result<CardView>>;
  /** After `unavailable` the pass may have been issued; the same `saleId` gets the same answer, and never a second pass. */
  complete(sale: SaleComplete): Promise<Result<IssuedPass>>;
}

const LOOK_UP_WITHIN_MS = 3000;
const COMPLETE_WITHIN_MS = 8000;

/** The server keeps them. */
export const onlineDesk = ({ request }: { request: Request }): Desk => ({
  lookUp: (cardId) => request('card:lookup', { cardId }, { timeoutMs: LOOK_UP_WITHIN_MS }),
  complete: (sale) => request('sale:complete', sale, { timeoutMs: COMPLETE_WITHIN_MS }),
});
