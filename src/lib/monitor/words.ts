import type { LoggedEvent } from '#domain/transit/event';
import { formatDuration, formatMoney } from '$lib/i18n/format';
import * as m from '$lib/i18n/paraglide/messages';
import { productName, reasonText } from '$lib/i18n/words';

/** An event in words: what happened, and what is to know about it. */
export interface EventWords {
  title: string;
  detail: string;
}

/** `currency`: of the event's price, ISO 4217. */
export function wordsOf(event: LoggedEvent, currency: string): EventWords {
  const product = event.product ? productName(event.product) : '';
  switch (event.type) {
    case 'sale':
      return { title: m.monitor_sold({ product }), detail: formatMoney(event.price ?? 0, currency) };
    case 'activation':
      return { title: m.monitor_activated({ product }), detail: leftOf(event) };
    case 'journey':
      return { title: m.monitor_journey({ product }), detail: leftOf(event) };
    case 'denial':
      return { title: m.monitor_denied_title(), detail: reasonText(event.reason ?? 'unreadable') };
  }
}

/** What is left of the pass; nothing to say of a single trip, which leaves nothing. */
function leftOf({ product, tripsRemaining, secondsRemaining }: LoggedEvent): string {
  if (secondsRemaining !== undefined) return m.monitor_time_left({ time: formatDuration(secondsRemaining) });
  if (tripsRemaining === undefined || product === 'SINGLE_USE') return '';
  return tripsRemaining === 0 ? m.monitor_last_trip() : m.monitor_trips_left({ count: tripsRemaining });
}
