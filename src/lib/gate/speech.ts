import type { Decision } from '#contract/transit';
import type { Product } from '#domain/transit/product';
import type { Unread } from '#hardware/drivers/card-reader';
import { UNREAD_PROMPTS } from '$lib/device/unread';
import type { Prompter, Repertoire } from '$lib/ui/prompts.svelte';

/** All that a gate says. */
export const gateRepertoire = {
  prompts: [
    'access-granted',
    'access-denied',
    'last-trip',
    'try-again',
    'card-not-phone',
    'one-card-at-a-time',
  ],
  tones: ['accepted', 'denied', 'last-trip'],
} as const satisfies Repertoire;

/** A voice that can say all of it. */
export type GateVoice = Pick<Prompter<(typeof gateRepertoire.prompts)[number]>, 'say'>;

export function speakDecision(prompter: GateVoice, decision: Decision, catalogue: readonly Product[]): void {
  if (!decision.granted) prompter.say('access-denied', { tone: 'denied' });
  else if (isLastTrip(decision, catalogue)) prompter.say('last-trip', { tone: 'last-trip' });
  else prompter.say('access-granted', { tone: 'accepted' });
}

export function speakError(prompter: GateVoice): void {
  prompter.say('try-again');
}

export function speakUnread(prompter: GateVoice, why: Unread): void {
  prompter.say(UNREAD_PROMPTS[why], { tone: 'denied' });
}

/** Whether this tap took the last of several trips. On a single trip nobody needs to be told. */
export function isLastTrip(
  { granted, product, tripsRemaining }: Decision,
  catalogue: readonly Product[],
): boolean {
  const terms = catalogue.find(({ code }) => code === product)?.terms;
  return granted && tripsRemaining === 0 && terms?.kind === 'trips' && terms.trips > 1;
}
