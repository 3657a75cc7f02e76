import type { Decision } from '#contract/transit';
import type { Product } from '#domain/transit/product';
import type { Prompter } from '$lib/ui/prompts.svelte';

export function speakDecision(
  prompter: Pick<Prompter, 'say'>,
  decision: Decision,
  catalogue: readonly Product[],
): void {
  if (!decision.granted) prompter.say('access-denied', { tone: 'denied' });
  else if (isLastTrip(decision, catalogue)) prompter.say('last-trip', { tone: 'last-trip' });
  else prompter.say('access-granted', { tone: 'accepted' });
}

export function speakError(prompter: Pick<Prompter, 'say'>): void {
  prompter.say('try-again');
}

/** Whether this tap took the last of several trips. On a single trip nobody needs to be told. */
export function isLastTrip(
  { granted, product, tripsRemaining }: Decision,
  catalogue: readonly Product[],
): boolean {
  const terms = catalogue.find(({ code }) => code === product)?.terms;
  return granted && tripsRemaining === 0 && terms?.kind === 'trips' && terms.trips > 1;
}
