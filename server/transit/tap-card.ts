import { eventsOfTap } from '#domain/transit/event';
import { decide, type Decision } from '#domain/transit/tap';
import type { CardStore, SeenCard, TapEntry } from './card-store';
import { classicTap } from './classic-channels';
import { once } from './once';

/** A card held to a reader; without a gate there is no re-tap grace. */
export interface Tap {
  tapId: string;
  cardId: string;
  gateId?: string | undefined;
}

/**
 * Decides a tap and commits what follows from it. The same tap again gets the same answer.
 * @throws Refusal `stale_id`, `conflict`, `unavailable`
 */
export type TapCard = (tap: Tap) => Promise<Decision>;

export function createTapCard(cards: CardStore, settings: { retapGraceSeconds: number }): TapCard {
  const graceMs = settings.retapGraceSeconds * 1000;

  return (tap) => {
    const { tapId, cardId, gateId } = tap;
    const request = `tap ${cardId} ${gateId ?? ''}`;
    return once(cards, { id: tapId, cardId, gateId, request }, (seen) => {
      const decision = decide(tapId, { ...seen, graceMs });
      const entry = entryOf(tap, seen, decision);
      return { answer: decision, commit: (answer) => cards.commit({ ...entry, answer }) };
    });
  };
}

function entryOf(tap: Tap, seen: SeenCard, decision: Decision): Omit<TapEntry, 'answer'> {
  const { tapId, cardId, gateId } = tap;
  const device = gateId === undefined ? {} : { deviceId: gateId };
  const decided = { cardId, ...device, decision, at: seen.now };
  const consumes = decision.granted && !decision.replay;
  return {
    seen,
    tapId,
    tap: consumes ? { at: seen.now, ...device } : null,
    gateId: decision.replay ? null : (gateId ?? null),
    events: eventsOfTap(decided),
    classic: classicTap(decided, seen.sale),
  };
}
