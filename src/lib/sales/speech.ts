import type { SalesNotice } from '#domain/transit/cashier';
import type { SalesStep } from '#domain/transit/sale';
import { UNREAD_PROMPTS } from '$lib/device/unread';
import type { Prompter, Repertoire } from '$lib/ui/prompts.svelte';

/** All that a sales kiosk says. */
export const salesRepertoire = {
  prompts: [
    'select-a-pass',
    'selected-single-trip-pass',
    'selected-ten-trip-pass',
    'selected-two-hour-pass',
    'tap-card-to-confirm',
    'thank-you-single-trip-pass',
    'thank-you-ten-trip-pass',
    'thank-you-two-hour-pass',
    'card-already-has-pass',
    'mismatch-cancel',
    'timed-out',
    'try-again',
    'access-denied',
    'card-not-phone',
    'one-card-at-a-time',
  ],
  tones: [],
} as const satisfies Repertoire;

type SalesPrompt = (typeof salesRepertoire.prompts)[number];

/** A voice that can say all of it. */
export type SalesVoice = Pick<Prompter<SalesPrompt, never>, 'say'>;

/** The longest "… selected." takes 1.83 s. */
const THEN_MS = 1900;

const passes: Record<string, 'single-trip-pass' | 'ten-trip-pass' | 'two-hour-pass'> = {
  SINGLE_USE: 'single-trip-pass',
  TEN_TRIP: 'ten-trip-pass',
  TWO_HOUR: 'two-hour-pass',
};

/** What is said at a step, one after the other. A product that the operator added has no words of its own. */
export function promptsFor(state: SalesStep): SalesPrompt[] {
  switch (state.step) {
    case 'tap':
      return [];
    case 'choose':
      return ['select-a-pass'];
    case 'confirm':
      return confirming(state);
    case 'issued':
      return thanks(state.product);
    case 'has-pass':
      return ['card-already-has-pass'];
    case 'mismatch':
      return ['mismatch-cancel'];
    case 'timeout':
      return ['timed-out'];
  }
}

function confirming({ phase, product }: Extract<SalesStep, { step: 'confirm' }>): SalesPrompt[] {
  if (phase === 'waiting') return [...selected(product), 'tap-card-to-confirm'];
  return phase === 'unanswered' ? ['try-again'] : [];
}

const selected = (product: string): SalesPrompt[] => (passes[product] ? [`selected-${passes[product]}`] : []);

const thanks = (product: string): SalesPrompt[] => (passes[product] ? [`thank-you-${passes[product]}`] : []);

/** What is said to somebody whose card, or what was held up for one, cannot be sold to. */
export function promptsTurningAway(why: Exclude<SalesNotice, 'unsettled'>): SalesPrompt[] {
  if (why === 'blocked') return ['access-denied'];
  return why === 'not-answered' ? ['try-again'] : [UNREAD_PROMPTS[why]];
}

/** Says prompts in a row; the next row cuts off what is left of the one before. */
export function createSpeech(say: (prompt: SalesPrompt) => void) {
  let rest: ReturnType<typeof setTimeout> | undefined;
  const speak = ([first, ...others]: SalesPrompt[]): void => {
    clearTimeout(rest);
    if (first === undefined) return;
    say(first);
    if (others.length > 0) rest = setTimeout(() => speak(others), THEN_MS);
  };
  return { speak, stop: () => clearTimeout(rest) };
}
