import type { Decision } from '#contract/transit';
import type { Product } from '#domain/transit/product';
import type { Speaker } from '$lib/device/speaker';

export function speakDecision(speaker: Speaker, decision: Decision, catalogue: readonly Product[]): void {
  if (!decision.granted) speaker.say('access-denied', { tone: 'denied' });
  else if (isLastTrip(decision, catalogue)) speaker.say('last-trip', { tone: 'last-trip' });
  else speaker.say('access-granted', { tone: 'accepted' });
}

export function speakError(speaker: Speaker): void {
  speaker.say('try-again', { tone: 'error' });
}

/** Whether this tap took the last of several trips. On a single trip nobody needs to be told. */
export function isLastTrip(
  { granted, product, tripsRemaining }: Decision,
  catalogue: readonly Product[],
): boolean {
  const terms = catalogue.find(({ code }) => code === product)?.terms;
  return granted && tripsRemaining === 0 && terms?.kind === 'trips' && terms.trips > 1;
}
