import type { GateBoard, LampPattern } from '#hardware/drivers/gate-board';
import type { Decision } from '#contract/transit';

/** How long each outcome stays, in milliseconds. Denied: four flashes of half a second on, half a second off. */
export const SHOWN_MS = { granted: 5000, denied: 4000, error: 5000 } as const;

const FLASH_MS = 500;
const OPEN_MS = 500;

const shut: LampPattern = { red: 1, amber: 0, green: 0 };
const open: LampPattern = { red: 0, amber: 0, green: 1 };
const refused: LampPattern = { red: FLASH_MS, amber: 0, green: 0 };
const unsure: LampPattern = { red: 1, amber: FLASH_MS, green: 0 };

export function signalIdle(board: GateBoard): void {
  board.lamps(shut);
}

/** A repeated tap is told that all is well, but opens nothing: its rider has passed, or is about to. */
export function signalDecision(board: GateBoard, { granted, replay }: Decision): void {
  if (!granted) return signalRefusal(board);
  board.lamps(open);
  if (!replay) board.openGate(OPEN_MS);
}

export function signalRefusal(board: GateBoard): void {
  board.lamps(refused);
  board.buzz({ hz: 220, ms: 350, times: 2 });
}

export function signalError(board: GateBoard): void {
  board.lamps(unsure);
  board.buzz({ hz: 440, ms: 120, times: 3 });
}
