import type { ButtonKey, Lamp } from '../drivers/gate-board';

/** What can be seen and heard of a board. `pulses` and `tones` count up from 0 for as long as it is looked at. */
export interface BoardView extends Readonly<Record<Lamp, boolean>> {
  readonly buzzing: boolean;
  readonly tones: number;
  readonly gateOpen: boolean;
  readonly pulses: number;
}

/** A board that is not made of metal: its serial line, and what a person in front of it sees and does. */
export interface VirtualBoard {
  /** Bytes from the host. */
  receive(bytes: Uint8Array): void;
  /** Bytes to the host. */
  onSent(listener: (bytes: Uint8Array<ArrayBuffer>) => void): () => void;

  readonly view: BoardView;
  onView(listener: (view: BoardView) => void): () => void;

  /** Cards that are held to the reader, by their UIDs in hex; those that were there and are not named are taken away. */
  hold(uids: readonly string[]): void;
  setButton(key: ButtonKey, down: boolean): void;
  setFire(alarm: boolean): void;
  /** A reader that has died answers nothing; one that lives again begins as after power-on. */
  setReader(alive: boolean): void;
  /** The reset line, which opening the port of an Uno pulls. */
  reset(): void;
}

export const DARK_VIEW: BoardView = {
  red: false,
  amber: false,
  green: false,
  buzzing: false,
  tones: 0,
  gateOpen: false,
  pulses: 0,
};
