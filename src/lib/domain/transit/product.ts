/** What a product lets its holder do: a number of trips, or any number of trips within a time window. */
export type Terms = { kind: 'trips'; trips: number } | { kind: 'window'; seconds: number };

/** Something a rider can buy. `price` is in minor units of `currency` (ISO 4217). */
export interface Product {
  code: string;
  terms: Terms;
  price: number;
  currency: string;
}

const HOUR = 3600;

/** The catalogue a new site starts with. */
export const startingCatalogue: readonly Product[] = [
  { code: 'SINGLE_USE', terms: { kind: 'trips', trips: 1 }, price: 280, currency: 'EUR' },
  { code: 'TEN_TRIP', terms: { kind: 'trips', trips: 10 }, price: 2400, currency: 'EUR' },
  { code: 'TWO_HOUR', terms: { kind: 'window', seconds: 2 * HOUR }, price: 450, currency: 'EUR' },
];
