import type { ButtonKey } from '../drivers/gate-board';
import type { BoardView } from './virtual-board';

/** What a page says to the worker in which its board runs. */
export type ToBoard = { bytes: Uint8Array } | { reset: true } | (ByHand & { at: number });

/** What is done in front of the board, which takes its time; `at` is when, in milliseconds of the page's clock. */
export type ByHand =
  | { hold: readonly string[] }
  | { button: ButtonKey; down: boolean }
  | { fire: boolean }
  | { reader: boolean };

/** What the worker says to the page. */
export type FromBoard = { bytes: Uint8Array<ArrayBuffer> } | { view: BoardView };
