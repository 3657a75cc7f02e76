import type { SalesNews, SalesView } from '#domain/transit/cashier';
import type { SalesStep } from '#domain/transit/sale';
import type { Buzz, LampPattern } from '../drivers/gate-board';

const BLINK_MS = 500;

const RED: LampPattern = { red: 1, amber: 0, green: 0 };
const RED_BLINKS: LampPattern = { red: BLINK_MS, amber: 0, green: 0 };
const GREEN: LampPattern = { red: 0, amber: 0, green: 1 };

/** Amber: something is to be done, and green beside it: with the card. */
const LAMPS: Readonly<Record<Exclude<SalesStep['step'], 'confirm'>, LampPattern>> = {
  tap: { red: 0, amber: 1, green: 0 },
  choose: { red: 0, amber: BLINK_MS, green: 0 },
  issued: GREEN,
  'has-pass': RED,
  mismatch: RED_BLINKS,
  timeout: RED_BLINKS,
};

type Phase = Extract<SalesStep, { step: 'confirm' }>['phase'];

const CONFIRMING: Readonly<Record<Phase, LampPattern>> = {
  waiting: { red: 0, amber: 1, green: BLINK_MS },
  issuing: { red: 0, amber: 1, green: 1 },
  /** As `waiting`, for the card has to be tapped again; red beside it, for something went wrong. */
  unanswered: { red: 1, amber: 1, green: BLINK_MS },
};

/** What the lamps of a till say where a sale stands; what is the matter on the first step goes before it. */
export function lampsFor({ state, notice }: Pick<SalesView, 'state' | 'notice'>): LampPattern {
  if (state.step === 'confirm') return CONFIRMING[state.phase];
  return state.step === 'tap' && notice ? RED_BLINKS : LAMPS[state.step];
}

const DONE: Buzz = { hz: 1320, ms: 200, times: 1 };
const NO: Buzz = { hz: 220, ms: 350, times: 2 };
const AGAIN: Buzz = { hz: 440, ms: 120, times: 3 };

/** What is heard of it; null: the lamps are enough. */
export function soundFor(news: SalesNews): Buzz | null {
  if ('turnedAway' in news) return news.turnedAway === 'not-answered' ? AGAIN : NO;
  const { step } = news;
  if (step.step === 'issued') return DONE;
  if (step.step === 'confirm') return step.phase === 'unanswered' ? AGAIN : null;
  return ['has-pass', 'mismatch', 'timeout'].includes(step.step) ? NO : null;
}
