import type { TransitEvent } from '#domain/transit/event';

/** Day -> counter -> count, named as Redis keeps them. */
export type Tally = Map<string, Map<string, number>>;

/** Adds an event to its day (UTC, as the servers here run). Shares nothing with the code that it judges. */
export function foldOf(event: TransitEvent, tally: Tally): void {
  const day = event.at.slice(0, 10);
  const counters = tally.get(day) ?? new Map<string, number>();
  tally.set(day, counters);
  const add = (name: string, by: number) => counters.set(name, (counters.get(name) ?? 0) + by);
  if (event.type === 'sale') {
    add(`${event.product}:sold`, 1);
    add(`${event.product}:revenue`, event.price ?? 0);
  }
  if (event.type === 'journey') add(`${event.product}:journeys`, 1);
  if (event.type === 'denial') add('denied', 1);
}
