import type { Terms } from './product';

/** How a sale was paid. */
export type Payment = 'cash' | 'terminal' | 'free' | 'value';

/**
 * One pass sold to one card. It never changes: what has happened to the pass since is the set of its taps,
 * so taps may arrive late and in any order. `at` is in epoch milliseconds of the server, `price` in minor units.
 */
export interface Sale {
  saleId: string;
  cardId: string;
  product: string;
  terms: Terms;
  price: number;
  currency: string;
  payment: Payment;
  at: number;
  deviceId?: string;
}

/** One granted use of a pass; `at` in epoch milliseconds. */
export interface TapRecord {
  at: number;
  deviceId?: string;
}

/** What is left of a pass. A window that has not started has its whole length left. */
export type Balance =
  | { kind: 'trips'; tripsRemaining: number }
  | { kind: 'window'; secondsRemaining: number; startedAt: number | null };

/** What is left of a pass at `now` (epoch ms): the fold of its taps. */
export function balance(sale: Pick<Sale, 'terms'>, taps: readonly TapRecord[], now: number): Balance {
  const { terms } = sale;
  return terms.kind === 'trips'
    ? { kind: 'trips', tripsRemaining: Math.max(0, terms.trips - taps.length) }
    : windowBalance(terms.seconds, taps, now);
}

function windowBalance(seconds: number, taps: readonly TapRecord[], now: number): Balance {
  if (taps.length === 0) return { kind: 'window', secondsRemaining: seconds, startedAt: null };
  const startedAt = taps.reduce((first, tap) => Math.min(first, tap.at), Infinity);
  // Rounded up, so that a pass that still opens the gate never says it has nothing left;
  // capped, so that a clock set back cannot lengthen the window.
  const left = Math.ceil((startedAt + seconds * 1000 - now) / 1000);
  return { kind: 'window', secondsRemaining: Math.min(seconds, Math.max(0, left)), startedAt };
}

/** Whether the pass still admits. */
export const isLive = (left: Balance): boolean =>
  left.kind === 'trips' ? left.tripsRemaining > 0 : left.secondsRemaining > 0;

export type Redemption =
  | { granted: true; tripsRemaining: number }
  | { granted: true; secondsRemaining: number; activated: boolean }
  | { granted: false; reason: 'used_up' | 'expired' };

/** Uses a pass once at `now` (epoch ms) and tells what is left afterwards. */
export function redeem(sale: Pick<Sale, 'terms'>, taps: readonly TapRecord[], now: number): Redemption {
  const left = balance(sale, taps, now);
  if (!isLive(left)) return { granted: false, reason: left.kind === 'trips' ? 'used_up' : 'expired' };
  return left.kind === 'trips'
    ? { granted: true, tripsRemaining: left.tripsRemaining - 1 }
    : { granted: true, secondsRemaining: left.secondsRemaining, activated: left.startedAt === null };
}

/** A live pass as it is shown to people and programs; null once it has ended. */
export interface PassView {
  saleId: string;
  product: string;
  tripsRemaining?: number;
  secondsRemaining?: number;
  soldAt: string;
}

export function viewPass(sale: Sale, taps: readonly TapRecord[], now: number): PassView | null {
  const left = balance(sale, taps, now);
  if (!isLive(left)) return null;
  return {
    saleId: sale.saleId,
    product: sale.product,
    ...(left.kind === 'trips'
      ? { tripsRemaining: left.tripsRemaining }
      : { secondsRemaining: left.secondsRemaining }),
    soldAt: new Date(sale.at).toISOString(),
  };
}
