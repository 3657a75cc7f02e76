import type { CardReader, Unread } from './card-reader';
import { createListeners } from './listeners';

/** A card at the edge of the field comes and goes: back within this time it never was away. */
export const ENDS_AFTER_MS = 1500;

/** A UID, or `random`: made up anew whenever the field comes on, it says not even that it is the same phone. */
export type Who = string;

/** What is held to a reader: one after the other, each told when it comes and when it goes. */
export interface Presentation {
  ears: CardReader;
  /** Who is there; whoever was there before is gone. */
  show(who: Who): void;
  /** Nobody is there any more. */
  end(): void;
  tellUnread(why: Unread): void;
}

export function createPresentation(): Presentation {
  const cards = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  let presented: Who | null = null;

  function end(): void {
    if (presented !== null && presented !== 'random') gone.tell(presented);
    presented = null;
  }

  return {
    ears: { onCard: cards.add, onGone: gone.add, onUnread: unread.add },
    show(who) {
      if (presented === who) return;
      end();
      presented = who;
      if (who === 'random') unread.tell('random');
      else cards.tell(who);
    },
    end,
    tellUnread: unread.tell,
  };
}
