import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { startingCatalogue } from '#domain/transit/product';
import { redisClock } from '#server/clock';
import { createCardStore } from '#server/transit/card-store';
import { createSellPass } from '#server/transit/sell-pass';
import { createTapCard, type TapCard } from '#server/transit/tap-card';
import { inFlight } from '../measure/pace';

/** The product's own services of a gate and a till, over a given Redis. */
export interface Gate {
  tap: TapCard;
  sell(cardId: string, product: string): Promise<unknown>;
  /** Sells to so many new cards; gives their ids. */
  sellMany(count: number, product: string): Promise<string[]>;
}

export const GRACE = { retapGraceSeconds: 3 };

export function createGate(redis: Redis): Gate {
  const cards = createCardStore(redis, { clock: redisClock, timeZone: 'UTC', classicChannels: true });
  const sellPass = createSellPass(cards, async () => startingCatalogue);
  const sell = (cardId: string, product: string): Promise<unknown> =>
    sellPass({ saleId: v7(), cardId, product, payment: 'cash' });
  return {
    tap: createTapCard(cards, GRACE),
    sell,
    async sellMany(count, product) {
      const cardIds = Array.from({ length: count }, newCardId);
      await inFlight(64, count, (index) => sell(cardIds[index] ?? '', product));
      return cardIds;
    },
  };
}

let cards = 0;

/** As a seven-byte UID reads. */
export const newCardId = (): string => `04${(++cards).toString(16).toUpperCase().padStart(12, '0')}`;
