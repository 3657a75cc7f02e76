import type { ButtonKey } from '../drivers/gate-board';
import type { BoardView } from './virtual-board';

/** What a page says to the worker in which its board runs. */
export type ToBoard =
  | { bytes: Uint8Array }
  | { hold: readonly string[] }
  | { button: ButtonKey; down: boolean }
  | { fire: boolean }
  | { reader: boolean }
  | { reset: true };

/** What the worker says to the page. */
export type FromBoard = { bytes: Uint8Array<ArrayBuffer> } | { view: BoardView };
