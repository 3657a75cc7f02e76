import type { Sale } from './pass';
import type { Decision, Reason } from './tap';

/**
 * Something that happened to a card, as the event log tells it. `at` is ISO 8601 UTC, `price` in minor units.
 * `id` is the command's id: the sale's for a sale, the tap's for the others.
 */
export interface TransitEvent {
  type: 'sale' | 'activation' | 'journey' | 'denial';
  id: string;
  cardId: string;
  deviceId?: string;
  product?: string;
  tripsRemaining?: number;
  secondsRemaining?: number;
  price?: number;
  reason?: Reason;
  at: string;
}

/** An event with its place in the log. Cursors grow; `compareCursors` orders them. */
export type LoggedEvent = TransitEvent & { cursor: string };

/** A decided tap, as its events need it. */
export interface DecidedTap {
  cardId: string;
  deviceId?: string;
  decision: Decision;
  /** Epoch milliseconds. */
  at: number;
}

/** The events of one tap in the order in which they happened; none for a repeated one. */
export function eventsOfTap({ cardId, deviceId, decision, at }: DecidedTap): TransitEvent[] {
  if (decision.replay) return [];
  const { tapId, product, granted, reason, tripsRemaining, secondsRemaining, activated } = decision;
  const base = {
    id: tapId,
    cardId,
    ...(deviceId !== undefined && { deviceId }),
    ...(product !== undefined && { product }),
    at: new Date(at).toISOString(),
  };
  if (!granted) return [{ type: 'denial', ...base, reason }];
  const left = {
    ...(tripsRemaining !== undefined && { tripsRemaining }),
    ...(secondsRemaining !== undefined && { secondsRemaining }),
  };
  const journey: TransitEvent = { type: 'journey', ...base, ...left };
  return activated ? [{ type: 'activation', ...base, ...left }, journey] : [journey];
}

export function eventOfSale(sale: Sale): TransitEvent {
  return {
    type: 'sale',
    id: sale.saleId,
    cardId: sale.cardId,
    ...(sale.deviceId !== undefined && { deviceId: sale.deviceId }),
    product: sale.product,
    ...(sale.terms.kind === 'trips' && { tripsRemaining: sale.terms.trips }),
    price: sale.price,
    at: new Date(sale.at).toISOString(),
  };
}

/** Orders two cursors (`<ms>-<n>`): negative when `a` comes first. */
export function compareCursors(a: string, b: string): number {
  const [aMs = 0, aN = 0] = a.split('-').map(Number);
  const [bMs = 0, bN = 0] = b.split('-').map(Number);
  return aMs - bMs || aN - bN;
}
