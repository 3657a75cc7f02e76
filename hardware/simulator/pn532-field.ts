import { sealed, type TypeACard } from './type-a-card';

/** What a PN532 lists of a card: SENS_RES, SEL_RES and NFCID1, without the cascade tags. */
export interface ListedCard {
  atqa: readonly number[];
  sak: number;
  uid: readonly number[];
}

const REQUEST = 0x26;
const HALT = [0x50, 0x00];
const SELECT = [0x93, 0x95, 0x97];
const CASCADE_TAG = 0x88;
const UID_CONTINUES = 0x04;

/**
 * The PN532's way to list cards: request, resolve collisions, select, halt, and request again for the next. Cards that
 * were left selected or halted do not answer a request; only without a field they forget it.
 */
export function listCards(cards: readonly TypeACard[], most: number): ListedCard[] {
  const listed: ListedCard[] = [];
  while (listed.length < most) {
    const next = listOne(cards);
    if (!next) break;
    listed.push(next);
    // The last one stays selected.
    if (listed.length < most) broadcast(cards, sealed(HALT), 8);
  }
  return listed;
}

function listOne(cards: readonly TypeACard[]): ListedCard | null {
  const woken = cards
    .map((card) => ({ card, atqa: card.answer([REQUEST], 7) }))
    .filter((one): one is { card: TypeACard; atqa: number[] } => one.atqa !== null);
  const [first] = woken;
  if (!first) return null;
  const atqa = [0, 1].map((i) => woken.reduce((bits, one) => bits | (one.atqa[i] ?? 0), 0));
  return { atqa, ...select(cards, first.card) };
}

/** Of those that collide, bit by bit one is left. */
function select(cards: readonly TypeACard[], chosen: TypeACard): { sak: number; uid: number[] } {
  const uid: number[] = [];
  for (const level of SELECT) {
    const part = chosen.answer([level, 0x20], 8) ?? [];
    const sak = broadcast(cards, sealed([level, 0x70, ...part]), 8)[0] ?? 0;
    const hasNext = (sak & UID_CONTINUES) !== 0;
    uid.push(...part.slice(hasNext && part[0] === CASCADE_TAG ? 1 : 0, 4));
    if (!hasNext) return { sak, uid };
  }
  return { sak: 0, uid };
}

/** To all; returns what the one answers that does. */
function broadcast(cards: readonly TypeACard[], frame: readonly number[], bits: number): readonly number[] {
  return cards.map((card) => card.answer(frame, bits)).find((answer) => answer !== null) ?? [];
}
