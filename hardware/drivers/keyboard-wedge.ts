import { isRandomUid } from '../protocol/event';
import type { CardReader, Unread } from './card-reader';
import { createBurst, type WedgeKey } from './keyboard-wedge/burst';
import { readTyped, type WedgeFormat } from './keyboard-wedge/format';
import { createListeners } from './listeners';

/**
 * As long as the reader has not been calibrated, what it types is the id as it stands. Any id a card may have is taken,
 * from 4 characters on: fewer could be a person's three quick keys.
 */
const TYPED_ID = /^[0-9A-F]{4,20}$/;

/** Where the keys come from: in a page, `window`. */
export interface KeySource {
  addEventListener(type: 'keydown', listener: (key: WedgeKey) => void, options: { capture: true }): void;
  removeEventListener(type: 'keydown', listener: (key: WedgeKey) => void, options: { capture: true }): void;
}

export interface KeyboardWedgeOptions {
  /** What `calibrate` has found out. With it a random id is known for one, and only what is in it is taken for an id. */
  format?: WedgeFormat | null;
}

/**
 * A card reader that types, as cheap USB readers do: the id, then Enter. It cannot tell how long a card stays, so each
 * Enter is presentation and removal. Keys that go into a field belong to the field, at any speed.
 */
export function openKeyboardWedge(
  keys: KeySource,
  { format = null }: KeyboardWedgeOptions = {},
): CardReader & { close(): void } {
  const presented = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();

  const burst = createBurst((typed) => {
    const cardId = format ? readTyped(typed, format) : (TYPED_ID.exec(typed)?.[0] ?? null);
    if (cardId === null) return false;
    if (format && isRandomUid(cardId)) unread.tell('random');
    else present(cardId);
    return true;
  });

  function present(cardId: string): void {
    presented.tell(cardId);
    gone.tell(cardId);
  }

  function onKey(key: WedgeKey): void {
    if (!burst.press(key)) return;
    // This Enter must not press whatever button has the focus.
    key.preventDefault();
    key.stopImmediatePropagation();
  }

  keys.addEventListener('keydown', onKey, { capture: true });
  return {
    onCard: presented.add,
    onGone: gone.add,
    onUnread: unread.add,
    close: () => keys.removeEventListener('keydown', onKey, { capture: true }),
  };
}
