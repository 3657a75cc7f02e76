import { Refusal, type ErrorCode } from '#contract/error-codes';
import { staleId } from '#server/redis/answers';

/** Also said of rooms that are there, to those who may not know. */
export const noSuchRoom = (): Refusal => new Refusal('not_found', 'There is no such room');

export const noSuchPerson = (): Refusal => new Refusal('not_found', 'There is no such person');

/** The refusal for a code that a script gave; `words` say what it means there. */
export function refusalOf(code: string, words: Partial<Record<ErrorCode, string>>): Refusal {
  if (code === 'not_found') return noSuchRoom();
  if (code === 'stale_id') return staleId();
  const said = words[code as ErrorCode];
  if (said === undefined) throw new Error(`a script gave ${code}`);
  return new Refusal(code as ErrorCode, said);
}
