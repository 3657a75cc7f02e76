import { Refusal } from '#contract/error-codes';

/** How long the answer to a tap or a sale is kept, so that its id can be sent again safely. */
export const ANSWER_SECONDS = 90 * 24 * 3600;

/** A kept answer, with the request that it answered. */
interface KeptAnswer<T> {
  request: string;
  answer: T;
}

export const keepAnswer = <T>(request: string, answer: T): string =>
  JSON.stringify({ request, answer } satisfies KeptAnswer<T>);

/**
 * The answer that was given to the same request before.
 * @throws Refusal `conflict` when the id was used for another request
 */
export function answerAgain<T>(kept: string, request: string): T {
  const { request: first, answer } = JSON.parse(kept) as KeptAnswer<T>;
  if (first === request) return answer;
  throw new Refusal('conflict', 'This id was used before with another payload');
}

/**
 * Refuses an id whose own time is so old that its answer may be forgotten already: sent again, it might be applied twice.
 * Only version 7 carries a time (RFC 9562, section 5.7).
 * @throws Refusal `stale_id`
 */
export function refuseStaleId(id: string, now: number): void {
  if (id.charAt(14) !== '7') return;
  const made = parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (now - made > ANSWER_SECONDS * 1000) {
    throw new Refusal('stale_id', 'This id is older than its answer is kept; use a new one');
  }
}
