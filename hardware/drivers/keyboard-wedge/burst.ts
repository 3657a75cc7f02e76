/** Keys of a reader follow each other faster than this; a person's do not. */
const KEY_GAP_MS = 50;

/** What is needed of a `keydown`. */
export type WedgeKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'timeStamp' | 'target' | 'repeat' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'
> &
  Pick<Event, 'preventDefault' | 'stopImmediatePropagation'>;

/**
 * Collects keys that follow each other fast, up to the Enter or Tab behind them. `take` is asked whether it wants such a
 * run, in upper case. Two readers that type in the same moment cannot be told apart: the page sees one keyboard.
 */
export function createBurst(take: (typed: string) => boolean) {
  let text = '';
  let lastAt = -Infinity;
  let wasTaken = false;

  const begin = (): void => {
    text = '';
    wasTaken = false;
  };

  /** Some readers send Enter and Tab, or Enter twice: what follows a run that was taken goes where it went. */
  const end = (): boolean => {
    const isTaken = text === '' ? wasTaken : take(text);
    begin();
    wasTaken = isTaken;
    return isTaken;
  };

  return {
    /** Whether this key was the end of a run that was taken, and is nobody else's. */
    press(key: WedgeKey): boolean {
      // Capital letters come with a Shift of their own.
      if (key.key === 'Shift') return false;
      if (key.timeStamp - lastAt >= KEY_GAP_MS) begin();
      lastAt = key.timeStamp;
      const isReaders = !isOfNoReader(key);
      if (isReaders && isEnd(key)) return end();
      const character = isReaders ? characterOf(key) : null;
      if (character === null) begin();
      // Other characters count too: half of some other text is not an id.
      else text += character;
      return false;
    },
  };
}

/** Enter of the number pad as well. */
const isEnd = ({ key }: WedgeKey): boolean => key === 'Enter' || key === 'Tab';

/** Held keys and shortcuts: with those a person moves about. */
const isOfNoReader = ({ repeat, ctrlKey, altKey, metaKey, target }: WedgeKey): boolean =>
  repeat || ctrlKey || altKey || metaKey || isField(target);

const isField = (target: EventTarget | null): boolean =>
  (target as Partial<Element> | null)?.closest?.('input, textarea, select, [contenteditable]') != null;

const HEX_KEY = /^(?:(?:Digit|Numpad)(?<digit>\d)|Key(?<letter>[A-F]))$/;

/**
 * Readers are American keyboards. What the page's own layout makes of their keys differs: `&` for 1 and `q` for A in
 * France, `End` for 1 on a number pad without NumLock, `Process` with a Chinese input method. `code` says which key it
 * was. What has none, or is another key, counts by what it writes. Null if that is nothing.
 */
function characterOf({ key, code, shiftKey }: WedgeKey): string | null {
  const { digit, letter } = HEX_KEY.exec(code)?.groups ?? {};
  if (letter) return letter;
  // With Shift a digit's key writes a digit only where the layout says so, as that of a reader made for France.
  if (digit && !shiftKey) return digit;
  return key.length === 1 ? key.toUpperCase() : null;
}
