import type { CardReader, Unread } from '../drivers/card-reader';
import type { ButtonKey } from '../drivers/gate-board';
import { createListeners } from '../drivers/listeners';
import { UID } from '../protocol/event';
import { DARK_VIEW, type BoardView, type VirtualBoard } from './virtual-board';

/** How long a card that is tapped on the screen stays at the reader: at least until it was seen, if others wait. */
const PRESENTATION_MS = 300;
const SEEN_AFTER_MS = 150;
/** A reader takes a card that comes back within 1.5 s for the same presentation. */
const SAME_PRESENTATION_MS = 1700;
/** How long a finger stays on a button. */
const PRESS_MS = 80;

/** What can be seen of the on-screen device. */
export interface PanelState extends BoardView {
  /** The card that is at the reader. */
  readonly card: string | null;
  /** Whether a host hears what is tapped and pressed. */
  readonly ready: boolean;
}

export const DARK_PANEL: PanelState = { ...DARK_VIEW, card: null, ready: false };

/** The on-screen device: a virtual board, and the hands of the person in front of it. */
export interface Panel {
  /** Ids that no radio card has come from here, as from a reader that types. */
  typed: CardReader;
  /**
   * Holds a card to the reader for 300 ms; a card that is still there is taken away first. Each call is a presentation:
   * the same card is held back until the reader takes it for a new one.
   */
  present(cardId: string): void;
  press(key: ButtonKey): void;
  setReady(ready: boolean): void;
  /** Calls the listener at once and at each change; returns the function that takes it off. */
  subscribe(listener: (state: PanelState) => void): () => void;
  close(): void;
}

export function createPanel(board: VirtualBoard): Panel {
  let isReady = false;
  const changes = createListeners<PanelState>();
  const typed = createTypedReader();
  let card: string | null = null;
  let last = { cardId: '', until: 0 };
  let waiting = 0;
  let turn = Promise.resolve();
  let hurry: (() => void) | null = null;
  let isClosed = false;

  const state = (): PanelState => ({ ...board.view, card, ready: isReady });
  const tell = () => changes.tell(state());
  const leave = board.onView(tell);

  async function serve(cardId: string): Promise<void> {
    waiting -= 1;
    if (cardId === last.cardId) await pause(last.until + SAME_PRESENTATION_MS - performance.now());
    if (isClosed) return;
    hold(cardId);
    await pause(SEEN_AFTER_MS);
    if (waiting === 0) await pauseUnlessHurried(PRESENTATION_MS - SEEN_AFTER_MS);
    hold(null);
    last = { cardId, until: performance.now() };
  }

  function hold(next: string | null): void {
    card = next;
    board.hold(next === null ? [] : [next]);
    tell();
  }

  const pauseUnlessHurried = (ms: number) =>
    Promise.race([pause(ms), new Promise<void>((resolve) => (hurry = resolve))]);

  return {
    typed,
    present(cardId) {
      if (!UID.test(cardId)) return typed.type(cardId);
      waiting += 1;
      hurry?.();
      turn = turn.then(() => serve(cardId));
    },
    press(key) {
      board.setButton(key, true);
      setTimeout(() => board.setButton(key, false), PRESS_MS);
    },
    setReady(ready) {
      isReady = ready;
      tell();
    },
    subscribe(listener) {
      listener(state());
      return changes.add(listener);
    },
    close() {
      isClosed = true;
      leave();
    },
  };
}

function createTypedReader() {
  const cards = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  return {
    onCard: cards.add,
    onGone: gone.add,
    onUnread: unread.add,
    type(cardId: string): void {
      cards.tell(cardId);
      gone.tell(cardId);
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));
