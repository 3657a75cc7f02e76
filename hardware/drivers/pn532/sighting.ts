import { isRandomUid } from '../../protocol/event';

/** What one look at the field has shown. */
export type Sighting =
  { what: 'nothing' } | { what: 'card'; uid: string } | { what: 'random' } | { what: 'several' };

const UID_LENGTHS: readonly number[] = [4, 7, 10];
const UID_AT = 6;

/**
 * Reads what InListPassiveTarget answers: NbTg, then for each target Tg, SENS_RES (2 bytes), SEL_RES, the length of
 * NFCID1, NFCID1, and what a card of ISO 14443-4 said to RATS, whose first byte is its length. The chip has taken the
 * cascade tags out of NFCID1 (its forerunner PN531 left them in). Null if it cannot be that.
 */
export function readSighting(answer: readonly number[]): Sighting | null {
  const [count, , , , , length = 0] = answer;
  if (count === 0) return { what: 'nothing' };
  if (count === 2) return { what: 'several' };
  const uid = answer.slice(UID_AT, UID_AT + length);
  const rest = answer.slice(UID_AT + length);
  const isWhole = count === 1 && UID_LENGTHS.includes(length) && uid.length === length;
  if (!isWhole || rest.length !== (rest[0] ?? 0)) return null;
  const hex = uid.map(toHex).join('');
  return isRandomUid(hex) ? { what: 'random' } : { what: 'card', uid: hex };
}

const toHex = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();
