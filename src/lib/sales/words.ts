import type { SalesNotice } from '#domain/transit/cashier';
import type { PassView } from '#domain/transit/pass';
import type { Product } from '#domain/transit/product';
import type { SalesStep } from '#domain/transit/sale';
import type { Unread } from '#hardware/drivers/card-reader';
import type { Shape } from '$lib/device/Sign.svelte';
import { unreadWords } from '$lib/device/unread';
import { formatDuration, formatMoney } from '$lib/i18n/format';
import * as m from '$lib/i18n/paraglide/messages';

export interface SalesWords {
  shape: Shape;
  tone: 'plain' | 'granted' | 'denied' | 'warn';
  title: string;
  text: string;
}

type Written = Omit<SalesWords, 'title' | 'text'> & { title: () => string; text: () => string };

const steps: Record<Exclude<SalesStep['step'], 'choose' | 'confirm'>, Written> = {
  tap: { shape: 'tap', tone: 'plain', title: m.sales_tap, text: m.sales_tap_hint },
  issued: { shape: 'yes', tone: 'granted', title: m.sales_issued, text: m.sales_on_card },
  'has-pass': { shape: 'card', tone: 'plain', title: m.sales_has_pass, text: m.sales_has_pass_hint },
  mismatch: { shape: 'no', tone: 'denied', title: m.sales_mismatch, text: m.sales_mismatch_hint },
  timeout: { shape: 'time', tone: 'warn', title: m.sales_timeout, text: m.sales_timeout_hint },
};

const choosing: Written = {
  shape: 'card',
  tone: 'plain',
  title: m.sales_choose,
  text: () => '',
};

const confirming: Record<'waiting' | 'issuing' | 'unanswered', Written> = {
  waiting: { shape: 'tap', tone: 'plain', title: m.sales_confirm, text: m.sales_confirm_hint },
  issuing: { shape: 'time', tone: 'plain', title: m.sales_issuing, text: m.sales_issuing_hint },
  unanswered: { shape: 'warn', tone: 'warn', title: m.sales_unanswered, text: m.sales_unanswered_hint },
};

const unread = (why: Unread): Written => ({
  shape: 'warn',
  tone: 'warn',
  title: () => unreadWords(why).title,
  text: () => unreadWords(why).text,
});

const notices: Record<SalesNotice, Written> = {
  blocked: { shape: 'no', tone: 'denied', title: m.sales_blocked, text: m.sales_blocked_hint },
  'not-answered': {
    shape: 'warn',
    tone: 'warn',
    title: m.sales_not_answered,
    text: m.sales_not_answered_hint,
  },
  unsettled: { ...steps.tap, text: m.sales_unsettled_hint },
  random: unread('random'),
  several: unread('several'),
};

/** What a step says. A notice takes the first screen's place; at the end of a sale it corrects what is said there. */
export function wordsFor(state: SalesStep, notice: SalesNotice | null): SalesWords {
  const written = writtenFor(state, notice);
  return { ...written, title: written.title(), text: written.text() };
}

function writtenFor(state: SalesStep, notice: SalesNotice | null): Written {
  if (notice && state.step === 'tap') return notices[notice];
  if (notice === 'unsettled') return { ...stepWords(state), text: m.sales_unsettled_over };
  return stepWords(state);
}

function stepWords(state: SalesStep): Written {
  if (state.step === 'choose') return choosing;
  return state.step === 'confirm' ? confirming[state.phase] : steps[state.step];
}

/** What a product is good for. */
export function termsText({ terms, price, currency }: Product): string {
  if (terms.kind === 'window') return m.sales_window({ time: formatDuration(terms.seconds) });
  if (terms.trips === 1) return m.sales_terms_single();
  return m.sales_terms_trips({ price: formatMoney(price / terms.trips, currency) });
}

/** What is left of a pass. */
export function leftText({ tripsRemaining, secondsRemaining }: PassView): string {
  if (tripsRemaining !== undefined) return m.sales_trips_left({ count: tripsRemaining });
  return m.sales_window_left({ time: formatDuration(secondsRemaining ?? 0) });
}

/** How far along the line a step is: tap, choose, confirm, travel. */
export function stopOf({ step }: SalesStep): number {
  const stops = { tap: 0, choose: 1, confirm: 2, issued: 4, 'has-pass': 4, mismatch: 0, timeout: 0 };
  return stops[step];
}

export const stopNames = (): string[] => [
  m.sales_step_tap(),
  m.sales_step_choose(),
  m.sales_step_confirm(),
  m.sales_step_done(),
];
