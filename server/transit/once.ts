import { Refusal } from '#contract/error-codes';
import { answerAgain, keepAnswer, madeAt, staleId } from '#server/redis/answers';
import { ANSWER_SECONDS, type CardStore, type CommitOutcome, type SeenCard } from './card-store';

/** A command on one card. `request` says in words what was asked, so that its id cannot be used for something else. */
export interface CardCommand {
  id: string;
  cardId: string;
  gateId?: string | undefined;
  request: string;
}

/** What a look at the card led to: the answer, and how to commit it (`kept` is the answer as it is to be stored). */
export interface Ruling<T> {
  answer: T;
  commit: (kept: string) => Promise<CommitOutcome>;
}

const ATTEMPTS = 100;

/**
 * Looks at the card, rules and commits: once, however often the command is sent. When the card has changed in
 * between it looks and rules again; whenever that happens another command has gone through, so the card moves on.
 * @throws Refusal `conflict` (the id was used with another payload), `stale_id`, `unavailable`
 */
export async function once<T>(
  cards: CardStore,
  command: CardCommand,
  rule: (seen: SeenCard) => Ruling<T>,
): Promise<T> {
  const { id, cardId, gateId, request } = command;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seen = await cards.read(cardId, { gateId, commandId: id });
    if (seen.answer) return answerAgain<T>(seen.answer, request);
    refuseStaleId(id, seen.now);
    const { answer, commit } = rule(seen);
    const outcome = await commit(keepAnswer(request, answer));
    if (outcome.status === 'committed') return answer;
    if (outcome.status === 'answered') return answerAgain<T>(outcome.answer, request);
  }
  throw new Refusal('unavailable', 'This card is in use elsewhere; try again');
}

/** @throws Refusal `stale_id` */
function refuseStaleId(id: string, now: number): void {
  const made = madeAt(id);
  if (made !== null && now - made > ANSWER_SECONDS * 1000) throw staleId();
}
