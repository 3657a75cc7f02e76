import type { CardReader, Unread } from './card-reader';
import { createListeners } from './listeners';

/** Keys of a reader follow each other faster than this; a person's do not. */
const KEY_GAP_MS = 50;

/**
 * Readers type 8, 14 or 20 hex digits, or 10 decimal ones; each is an id as it stands as long as the reader has not
 * been calibrated. Any id a card may have is taken, from 4 characters on: fewer could be a person's three quick keys.
 */
const TYPED_ID = /^[0-9A-F]{4,20}$/;

/** What is needed of a `keydown`. */
export type WedgeKey = Pick<
  KeyboardEvent,
  'key' | 'timeStamp' | 'target' | 'repeat' | 'ctrlKey' | 'altKey' | 'metaKey'
> &
  Pick<Event, 'preventDefault' | 'stopImmediatePropagation'>;

/** Where the keys come from: in a page, `window`. */
export interface KeySource {
  addEventListener(type: 'keydown', listener: (key: WedgeKey) => void, options: { capture: true }): void;
  removeEventListener(type: 'keydown', listener: (key: WedgeKey) => void, options: { capture: true }): void;
}

/**
 * A card reader that types, as cheap USB readers do: the id, then Enter. It cannot tell how long a card stays, so each
 * Enter is presentation and removal. Keys that go into a field belong to the field, at any speed.
 */
export function openKeyboardWedge(keys: KeySource): CardReader & { close(): void } {
  const presented = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  const typed = createBurst();

  const onKey = (key: WedgeKey) => {
    const text = typed.next(key);
    if (text === null || !TYPED_ID.test(text)) return;
    // This Enter must not press whatever button has the focus.
    key.preventDefault();
    key.stopImmediatePropagation();
    presented.tell(text);
    gone.tell(text);
  };
  keys.addEventListener('keydown', onKey, { capture: true });
  return {
    onCard: presented.add,
    onGone: gone.add,
    onUnread: unread.add,
    close: () => keys.removeEventListener('keydown', onKey, { capture: true }),
  };
}

/** Collects keys that follow each other fast. `next` returns the whole run at the Enter that ends it, else null. */
function createBurst() {
  let text = '';
  let lastAt = -Infinity;
  return {
    next(key: WedgeKey): string | null {
      // Capital letters come with a Shift of their own.
      if (key.key === 'Shift') return null;
      if (key.timeStamp - lastAt >= KEY_GAP_MS) text = '';
      lastAt = key.timeStamp;
      if (isOfNoReader(key)) {
        text = '';
        return null;
      }
      if (key.key !== 'Enter') {
        // Other characters count too: half of some other text is not an id.
        text += key.key.toUpperCase();
        return null;
      }
      const run = text;
      text = '';
      return run;
    },
  };
}

/** Held keys, shortcuts, and keys that write nothing: with those a person moves about. */
const isOfNoReader = ({ key, repeat, ctrlKey, altKey, metaKey, target }: WedgeKey): boolean =>
  repeat || ctrlKey || altKey || metaKey || (key.length > 1 && key !== 'Enter') || isField(target);

const isField = (target: EventTarget | null): boolean =>
  (target as Partial<Element> | null)?.closest?.('input, textarea, select, [contenteditable]') != null;
