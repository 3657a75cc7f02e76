import type { CardReader, Unread } from '../drivers/card-reader';
import type { ButtonKey, GateBoard } from '../drivers/gate-board';
import { createListeners } from '../drivers/listeners';
import { createSimOutputs } from './sim-outputs';
import type { PanelState } from './panel';

/** How long a card that is tapped stays at the reader. */
const PRESENTATION_MS = 300;

/** The ports of a device without a line to it, and the hands of the person in front of it. */
export interface TestBoard extends CardReader, GateBoard {
  /** Holds a card to the reader for 300 ms; a card that is still there is taken away first. */
  present(cardId: string): void;
  press(key: ButtonKey): void;
  /** Something is held to the reader that is no card to be served. */
  tellUnread(why: Unread): void;
  /** Calls the listener at once and at each change; returns the function that takes it off. */
  subscribe(listener: (state: PanelState) => void): () => void;
}

/** Lamps, buzzer and relay keep their own time, as the parts of a real board do. */
export function createTestBoard(): TestBoard {
  const cards = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  const buttons = createListeners<ButtonKey>();
  const changes = createListeners<PanelState>();
  let card: string | null = null;
  let removal: ReturnType<typeof setTimeout> | undefined;

  const changed = () => changes.tell(state());
  const outputs = createSimOutputs(changed);
  const state = (): PanelState => ({ ...outputs.view(), card, ready: true });

  const remove = () => {
    const removed = card;
    if (removed === null) return;
    clearTimeout(removal);
    card = null;
    changed();
    gone.tell(removed);
  };

  return {
    onCard: cards.add,
    onGone: gone.add,
    onUnread: unread.add,
    onButton: buttons.add,
    press: buttons.tell,
    tellUnread: unread.tell,
    present(cardId) {
      remove();
      card = cardId;
      removal = setTimeout(remove, PRESENTATION_MS);
      changed();
      cards.tell(cardId);
    },
    lamps: outputs.lamps,
    buzz: outputs.buzz,
    openGate: outputs.pulse,
    bye: outputs.off,
    subscribe(listener) {
      listener(state());
      return changes.add(listener);
    },
  };
}
