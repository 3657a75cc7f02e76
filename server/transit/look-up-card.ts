import type { CardView } from '#contract/transit';
import { viewPass } from '#domain/transit/pass';
import type { CardStore } from './card-store';

/** What is on a card now. A card that nobody has seen yet has no pass. */
export type LookUpCard = (cardId: string) => Promise<CardView>;

export const createLookUpCard =
  (cards: CardStore): LookUpCard =>
  async (cardId) => {
    const { card, sale, taps, now } = await cards.read(cardId);
    return { cardId, blocked: card.blocked, pass: sale && viewPass(sale, taps, now) };
  };
