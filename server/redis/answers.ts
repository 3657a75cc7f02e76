import { Refusal } from '#contract/error-codes';

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

/** When an id was made, in epoch ms. Only version 7 says (RFC 9562, section 5.7); null for others. */
export const madeAt = (id: string): number | null =>
  id.charAt(14) === '7' ? parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null;

/** An id whose own time is so old that its answer may be forgotten: sent again, it might be applied twice. */
export const staleId = (): Refusal =>
  new Refusal('stale_id', 'This id is older than its answer is kept; use a new one');
