import type { TransitEvent } from '#domain/transit/event';
import type { Decision } from '#domain/transit/tap';

/** One step of a random history; cards are numbered within it, `back` names an earlier command. */
export type Step =
  | { kind: 'sell'; card: number; product: string }
  | { kind: 'tap'; card: number; gate: string | undefined }
  | { kind: 'repeat'; back: number }
  | { kind: 'wait'; ms: number };

const PRICE: Record<string, number> = { SINGLE_USE: 280, TEN_TRIP: 2400, TWO_HOUR: 450 };
const TRIPS: Record<string, number> = { SINGLE_USE: 1, TEN_TRIP: 10 };
const WINDOW = 7_200_000;
const GRACE = 3_000;

interface HeldPass {
  saleId: string;
  product: string;
  trips: number;
  start: number | null;
}

/**
 * The three passes as a conductor with a pencil would keep them: counting trips down and noting when a window began.
 * Shares nothing with the code that it judges.
 */
export class Model {
  readonly events: TransitEvent[] = [];
  private readonly passes = new Map<string, HeldPass>();
  private readonly lastTaps = new Map<
    string,
    { at: number; saleId?: string | undefined; decision: Decision }
  >();

  /** What a sale must be answered with: what is left of the new pass, or null for a refusal. */
  sell(cardId: string, saleId: string, product: string, now: number): object | null {
    const held = this.passes.get(cardId);
    if (held && this.left(held, now)) return null;
    const sold: HeldPass = { saleId, product, trips: TRIPS[product] ?? 0, start: null };
    this.passes.set(cardId, sold);
    const trips = TRIPS[product];
    this.note('sale', saleId, cardId, now, {
      product,
      price: PRICE[product] ?? 0,
      ...(trips && { tripsRemaining: trips }),
    });
    return this.left(sold, now);
  }

  tap(cardId: string, tapId: string, gate: string | undefined, now: number): Decision {
    const held = this.passes.get(cardId);
    const place = `${cardId} ${gate}`;
    const last = gate === undefined ? undefined : this.lastTaps.get(place);
    if (last && last.saleId === held?.saleId && now >= last.at && now < last.at + GRACE) {
      return { ...last.decision, tapId, replay: true };
    }
    const decision = this.use(held, cardId, tapId, gate, now);
    this.lastTaps.set(place, { at: now, saleId: held?.saleId, decision });
    return decision;
  }

  /** What is left of a card's pass; null when nothing is. */
  passOf(cardId: string, now: number): object | null {
    const held = this.passes.get(cardId);
    return held ? this.left(held, now) : null;
  }

  private use(
    held: HeldPass | undefined,
    cardId: string,
    tapId: string,
    gate: string | undefined,
    now: number,
  ): Decision {
    const device = gate === undefined ? {} : { deviceId: gate };
    const left = held && this.left(held, now);
    if (!held || !left) {
      const reason = !held ? 'no_pass' : held.product === 'TWO_HOUR' ? 'expired' : 'used_up';
      const product = held && { product: held.product };
      this.note('denial', tapId, cardId, now, { ...device, ...product, reason });
      return { tapId, granted: false, reason, ...product };
    }
    const { product } = held;
    const activated = product === 'TWO_HOUR' && held.start === null;
    if (product === 'TWO_HOUR') held.start = Math.min(held.start ?? now, now);
    else held.trips -= 1;
    const after = product === 'TWO_HOUR' ? left : { tripsRemaining: held.trips };
    if (activated) this.note('activation', tapId, cardId, now, { ...device, product, ...after });
    this.note('journey', tapId, cardId, now, { ...device, product, ...after });
    return { tapId, granted: true, reason: 'ok', product, ...after, ...(activated && { activated }) };
  }

  private left({ product, trips, start }: HeldPass, now: number): object | null {
    if (product !== 'TWO_HOUR') return trips > 0 ? { tripsRemaining: trips } : null;
    const gone = start === null ? 0 : Math.max(0, now - start);
    return gone < WINDOW ? { secondsRemaining: 7200 - Math.floor(gone / 1000) } : null;
  }

  private note(
    type: TransitEvent['type'],
    id: string,
    cardId: string,
    now: number,
    rest: Partial<TransitEvent>,
  ): void {
    this.events.push({ type, id, cardId, at: new Date(now).toISOString(), ...rest });
  }
}
