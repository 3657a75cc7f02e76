import type { DecidedTap } from '#domain/transit/event';
import type { Sale } from '#domain/transit/pass';
import type { Terms } from '#domain/transit/product';

/** A message on a classic channel: channel and compact JSON. */
export type ClassicMessage = [channel: string, text: string];

// Programs written for the classic ticketing system read these byte for byte: key order matters, `pass` is the
// state before the use, `tripsRemaining` a number when sold and a string when used. Products that an operator
// adds publish under their own code.

export function classicSale({ cardId, product, terms }: Sale): ClassicMessage {
  const tripsRemaining = countsTrips(terms) && terms.trips;
  const pass = { passType: product, ...(tripsRemaining && { tripsRemaining }) };
  return message(`pass-issued:${product}`, cardId, { pass });
}

/** The messages of one tap; none for a repeated one. */
export function classicTap({ cardId, decision }: DecidedTap, sale: Sale | null): ClassicMessage[] {
  if (decision.replay) return [];
  if (!decision.granted || !sale) return [message('pass-denied', cardId, {})];
  return sale.terms.kind === 'trips'
    ? [tripUsed(cardId, sale, decision.tripsRemaining ?? 0)]
    : windowUsed(cardId, sale.product, decision);
}

function tripUsed(cardId: string, { product, terms }: Sale, remainingTrips: number): ClassicMessage {
  const used = countsTrips(terms)
    ? { pass: { passType: product, tripsRemaining: String(remainingTrips + 1) }, remainingTrips }
    : { pass: { passType: product } };
  return message(`pass-used:${product}`, cardId, used);
}

function windowUsed(
  cardId: string,
  product: string,
  { activated, secondsRemaining }: DecidedTap['decision'],
): ClassicMessage[] {
  const pass = { passType: product };
  const used = (remainingTime: number | null) =>
    message(`pass-used:${product}`, cardId, { pass, remainingTime });
  if (!activated) return [used(secondsRemaining ?? 0)];
  return [
    message(`pass-activated:${product}`, cardId, { pass, remainingTime: secondsRemaining }),
    used(null),
  ];
}

const countsTrips = (terms: Terms): terms is Terms & { kind: 'trips' } =>
  terms.kind === 'trips' && terms.trips > 1;

const message = (channel: string, cardSerialNumber: string, rest: object): ClassicMessage => [
  channel,
  JSON.stringify({ cardSerialNumber, ...rest }),
];
