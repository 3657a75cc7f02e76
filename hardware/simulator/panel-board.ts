import type { CardReader, Unread } from '../drivers/card-reader';
import type { ButtonKey, GateBoard } from '../drivers/gate-board';
import { createListeners } from '../drivers/listeners';
import { createBuzzer, createLamp, createRelay } from './parts';

/** How long a card that is tapped on the screen stays at the reader. */
const PRESENTATION_MS = 300;

/** What can be seen and heard of the board. `pulses` and `tones` count up from 0 for as long as the board lives. */
export interface PanelState {
  red: boolean;
  amber: boolean;
  green: boolean;
  buzzing: boolean;
  tones: number;
  gateOpen: boolean;
  pulses: number;
  /** The card that is at the reader. */
  card: string | null;
}

/** The on-screen device: the ports of a real one, and the hands of the person in front of it. */
export interface PanelBoard extends CardReader, GateBoard {
  /** Holds a card to the reader for 300 ms; a card that is still there is taken away first. */
  present(cardId: string): void;
  press(key: ButtonKey): void;
  /** Calls the listener at once and at each change; returns the function that takes it off. */
  subscribe(listener: (state: PanelState) => void): () => void;
}

/** Lamps, buzzer and relay keep their own time, as the parts of a real board do. */
export function createPanelBoard(): PanelBoard {
  const cards = createListeners<string>();
  const gone = createListeners<string>();
  const unread = createListeners<Unread>();
  const buttons = createListeners<ButtonKey>();
  const changes = createListeners<PanelState>();
  let card: string | null = null;
  let removal: ReturnType<typeof setTimeout> | undefined;

  const changed = () => changes.tell(state());
  const red = createLamp(changed);
  const amber = createLamp(changed);
  const green = createLamp(changed);
  const buzzer = createBuzzer(changed);
  const relay = createRelay(changed);
  const state = (): PanelState => ({
    red: red.lit,
    amber: amber.lit,
    green: green.lit,
    buzzing: buzzer.on,
    tones: buzzer.tones,
    gateOpen: relay.open,
    pulses: relay.pulses,
    card,
  });

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
    present(cardId) {
      remove();
      card = cardId;
      removal = setTimeout(remove, PRESENTATION_MS);
      changed();
      cards.tell(cardId);
    },
    lamps(pattern) {
      red.run(pattern.red);
      amber.run(pattern.amber);
      green.run(pattern.green);
    },
    buzz: buzzer.run,
    openGate: relay.pulse,
    bye() {
      for (const lamp of [red, amber, green]) lamp.run(0);
      buzzer.stop();
      relay.stop();
    },
    subscribe(listener) {
      listener(state());
      return changes.add(listener);
    },
  };
}
