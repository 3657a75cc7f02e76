import { Refusal } from '#contract/error-codes';
import type { IssuedPass, SaleComplete } from '#contract/transit';
import { eventOfSale } from '#domain/transit/event';
import { viewPass, type Sale } from '#domain/transit/pass';
import type { Product } from '#domain/transit/product';
import type { ReadCatalogue } from './catalogue';
import type { CardStore, SeenCard } from './card-store';
import { classicSale } from './classic-channels';
import { once } from './once';

/** What is to be sold, and by which device. */
export type Order = SaleComplete & { deviceId?: string | undefined };

/**
 * Sells a product and puts its pass on a card. The same sale again gets the same answer.
 * @throws Refusal `invalid` (product, payment), `conflict` (the card has a pass or is blocked), `stale_id`, `unavailable`
 */
export type SellPass = (order: Order) => Promise<IssuedPass>;

export function createSellPass(cards: CardStore, readCatalogue: ReadCatalogue): SellPass {
  return async (order) => {
    const catalogue = await readCatalogue();
    const { saleId, cardId, product, payment, tendered, deviceId } = order;
    const request = `sale ${cardId} ${product} ${payment} ${tendered ?? ''} ${deviceId ?? ''}`;
    return once(cards, { id: saleId, cardId, request }, (seen) => {
      const wanted = payable(order, catalogue);
      refuseUnsellable(seen);
      const sale = saleOf(order, wanted, seen.now);
      const entry = { seen, events: [eventOfSale(sale)], classic: [classicSale(sale)] };
      return { answer: issuedPass(sale), commit: (answer) => cards.issue(sale, { ...entry, answer }) };
    });
  };
}

function payable({ product: code, payment, tendered }: Order, catalogue: readonly Product[]): Product {
  const product = catalogue.find((candidate) => candidate.code === code);
  if (!product) throw new Refusal('invalid', `There is no product ${code}`);
  if (payment === 'value') throw new Refusal('invalid', 'This site keeps no stored value to pay with');
  if (payment === 'cash' && tendered !== undefined && tendered < product.price) {
    throw new Refusal('invalid', `Tendered less than the price of ${product.price}`);
  }
  return product;
}

function refuseUnsellable({ card, sale, taps, now }: SeenCard): void {
  if (card.blocked) throw new Refusal('conflict', 'This card is blocked');
  if (sale && viewPass(sale, taps, now)) throw new Refusal('conflict', 'This card has a pass already');
}

function saleOf({ saleId, cardId, payment, deviceId }: Order, product: Product, at: number): Sale {
  const { code, terms, price, currency } = product;
  return {
    saleId,
    cardId,
    product: code,
    terms,
    price: payment === 'free' ? 0 : price,
    currency,
    payment,
    at,
    ...(deviceId !== undefined && { deviceId }),
  };
}

function issuedPass(sale: Sale): IssuedPass {
  const { saleId, product, price, currency, payment, at } = sale;
  const pass = viewPass(sale, [], at);
  if (!pass) throw new Error(`product ${product} has nothing to use`);
  return { pass, receipt: { saleId, product, price, currency, payment, at: new Date(at).toISOString() } };
}
