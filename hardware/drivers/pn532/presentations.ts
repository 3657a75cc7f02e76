import type { CardReader, Unread } from '../card-reader';
import { createListeners } from '../listeners';
import type { Sighting } from './sighting';

/** A card at the edge of the field comes and goes: back within this time it never was away. */
const ENDS_AFTER_MS = 1500;

/** Makes presentations of what single looks have shown, by the rules of the board's reader (firmware/src/reader.c). */
export interface Presentations extends CardReader {
  see(sighting: Sighting): void;
}

export function createPresentations(): Presentations {
  const cards = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  /** A UID, or `random`: made up anew whenever the field comes on, it says not even that it is the same phone. */
  let presented: string | null = null;
  let presentedSeenAt = 0;
  let isSeveral = false;
  let severalSeenAt = 0;
  let lookedAt = -Infinity;

  function end(): void {
    if (presented !== null && presented !== 'random') gone.tell(presented);
    presented = null;
  }

  function seeOne(who: string, now: number): void {
    presentedSeenAt = now;
    if (presented === who) return;
    end();
    presented = who;
    if (who === 'random') unread.tell('random');
    else cards.tell(who);
  }

  /** The card that was there may be among them: its presentation goes on. */
  function seeSeveral(now: number): void {
    presentedSeenAt = severalSeenAt = now;
    if (isSeveral) return;
    isSeveral = true;
    unread.tell('several');
  }

  return {
    onCard: cards.add,
    onGone: gone.add,
    onUnread: unread.add,
    see(sighting) {
      const now = performance.now();
      // While nobody looked, nothing was away: a held card must not come a second time because the reader had failed.
      if (now - lookedAt >= ENDS_AFTER_MS) presentedSeenAt = severalSeenAt = now;
      lookedAt = now;
      if (sighting.what === 'card') seeOne(sighting.uid, now);
      else if (sighting.what === 'random') seeOne('random', now);
      else if (sighting.what === 'several') seeSeveral(now);
      if (now - severalSeenAt >= ENDS_AFTER_MS) isSeveral = false;
      if (now - presentedSeenAt >= ENDS_AFTER_MS) end();
    },
  };
}
