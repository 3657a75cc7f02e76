import type { Card } from './card';
import { redeem, type Sale, type TapRecord } from './pass';

/** Why a gate opened or stayed shut. */
export type Reason =
  'ok' | 'no_pass' | 'expired' | 'used_up' | 'blocked' | 'unreadable' | 'too_soon' | 'unknown_offline';

/** The answer to one tap. The same `tapId` always gets the same one. */
export interface Decision {
  tapId: string;
  granted: boolean;
  reason: Reason;
  product?: string;
  /** Trips left after this tap; 0 on the last trip. */
  tripsRemaining?: number;
  /** Whole seconds left of a running window. */
  secondsRemaining?: number;
  /** This tap started the window. */
  activated?: boolean;
  /** The same card was here a moment ago: the earlier answer again, nothing consumed, no second gate pulse. */
  replay?: boolean;
}

/** What a decision is made from. Times in epoch milliseconds. */
export interface TapContext {
  card: Card;
  sale: Sale | null;
  taps: readonly TapRecord[];
  /** This card's last decided tap at the same gate; null when none, or when the tap names no gate. */
  earlier: EarlierTap | null;
  now: number;
  graceMs: number;
}

/** A decided tap, with the sale that was on the card then. */
export interface EarlierTap {
  decision: Decision;
  at: number;
  saleId: string | null;
}

/** Decides one tap. Pure: the server and the gate that has lost its network use the very same function. */
export function decide(tapId: string, context: TapContext): Decision {
  const { card, sale, taps, now } = context;
  const earlier = repeated(context);
  if (earlier) return { ...earlier.decision, tapId, replay: true };
  if (card.blocked) return { tapId, granted: false, reason: 'blocked' };
  if (!sale) return { tapId, granted: false, reason: 'no_pass' };
  const { product } = sale;
  const used = redeem(sale, taps, now);
  if (!used.granted) return { tapId, granted: false, reason: used.reason, product };
  if ('tripsRemaining' in used) {
    return { tapId, granted: true, reason: 'ok', product, tripsRemaining: used.tripsRemaining };
  }
  return {
    tapId,
    granted: true,
    reason: 'ok',
    product,
    secondsRemaining: used.secondsRemaining,
    ...(used.activated && { activated: true }),
  };
}

/** The earlier tap that this one only repeats. A pass sold in between makes it a new tap. */
function repeated({ card, earlier, now, graceMs }: TapContext): EarlierTap | null {
  if (!earlier || earlier.saleId !== card.saleId) return null;
  const age = now - earlier.at;
  return age >= 0 && age < graceMs ? earlier : null;
}
