import type { CardReader } from '../card-reader';
import { createPresentation, ENDS_AFTER_MS, type Who } from '../presentation';
import type { Sighting } from './sighting';

/** Makes presentations of what single looks have shown, by the rules of the board's reader (firmware/src/reader.c). */
export interface Presentations extends CardReader {
  see(sighting: Sighting): void;
}

export function createPresentations(): Presentations {
  const { ears, show, end, tellUnread } = createPresentation();
  let presentedSeenAt = 0;
  let isSeveral = false;
  let severalSeenAt = 0;
  let lookedAt = -Infinity;

  function seeOne(who: Who, now: number): void {
    presentedSeenAt = now;
    show(who);
  }

  /** The card that was there may be among them: its presentation goes on. */
  function seeSeveral(now: number): void {
    presentedSeenAt = severalSeenAt = now;
    if (isSeveral) return;
    isSeveral = true;
    tellUnread('several');
  }

  return {
    ...ears,
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
