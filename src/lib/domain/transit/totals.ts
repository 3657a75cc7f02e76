import type { TransitEvent } from './event';

/** What one product did on one day; `revenue` in minor units. */
export interface ProductTotals {
  sold: number;
  journeys: number;
  revenue: number;
}

/** One day's totals: by product code, and the denials of all. */
export type Totals = { denied: number } & { [product: string]: ProductTotals | number };

/** One counter to raise: a product's, or `denied`. */
export interface Increment {
  product?: string;
  counter: keyof ProductTotals | 'denied';
  by: number;
}

/** What an event adds to its day. The server adds it with the event, the monitor adds it live. */
export function incrementsOf(event: TransitEvent): Increment[] {
  const product = event.product ?? '';
  switch (event.type) {
    case 'sale':
      return [
        { product, counter: 'sold', by: 1 },
        { product, counter: 'revenue', by: event.price ?? 0 },
      ];
    case 'journey':
      return [{ product, counter: 'journeys', by: 1 }];
    case 'denial':
      return [{ counter: 'denied', by: 1 }];
    case 'activation':
      return [];
  }
}

export const noTotals = (): Totals => ({ denied: 0 });

/** The totals after one more event; the given ones stay as they are. */
export function addEvent(totals: Totals, event: TransitEvent): Totals {
  return incrementsOf(event).reduce(addIncrement, totals);
}

export function addIncrement(totals: Totals, { product, counter, by }: Increment): Totals {
  if (counter === 'denied' || product === undefined) return { ...totals, denied: totals.denied + by };
  const before = productTotals(totals, product);
  return { ...totals, [product]: { ...before, [counter]: before[counter] + by } };
}

export function productTotals(totals: Totals, product: string): ProductTotals {
  const found = totals[product];
  return typeof found === 'object' ? found : { sold: 0, journeys: 0, revenue: 0 };
}

/** The calendar day (`YYYY-MM-DD`) of an instant in the operator's time zone (IANA name). */
export const dayOf = (at: number | string, timeZone: string): string =>
  dayFormat(timeZone).format(new Date(at));

/** One a time zone, kept: to make one takes longer than all else of a tap. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone);
  if (known) return known;
  // Swedish dates are written as ISO 8601 writes them.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  dayFormats.set(timeZone, format);
  return format;
}
