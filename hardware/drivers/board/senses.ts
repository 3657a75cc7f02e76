import { isRandomUid, type BoardEvent } from '../../protocol/event';
import type { CardReader, Unread } from '../card-reader';
import type { ButtonKey, GateBoard } from '../gate-board';
import { createListeners } from '../listeners';

/** What the board's events mean to whoever listens to its reader and its buttons. */
export interface Senses extends CardReader, Pick<GateBoard, 'onButton'> {
  take(event: BoardEvent): void;
}

export function createSenses(): Senses {
  const cards = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  const buttons = createListeners<ButtonKey>();
  return {
    onCard: cards.add,
    onGone: gone.add,
    onUnread: unread.add,
    onButton: buttons.add,
    take(event) {
      if (event.type === 'card' && isRandomUid(event.uid)) unread.tell('random');
      else if (event.type === 'card') cards.tell(event.uid);
      else if (event.type === 'gone' && !isRandomUid(event.uid)) gone.tell(event.uid);
      else if (event.type === 'several') unread.tell('several');
      else if (event.type === 'button' && event.down) buttons.tell(event.key);
    },
  };
}
