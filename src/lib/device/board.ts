import type { GateBoard } from '#hardware/drivers/gate-board';
import { onEach } from './reader';

/** Several boards that all do the same. None at all is a kiosk without lamps, which works by screen and sound. */
export function joinBoards(boards: readonly GateBoard[]): GateBoard {
  return {
    lamps: (pattern) => boards.forEach((board) => board.lamps(pattern)),
    buzz: (buzz) => boards.forEach((board) => board.buzz(buzz)),
    openGate: (ms) => boards.forEach((board) => board.openGate(ms)),
    bye: () => boards.forEach((board) => board.bye()),
    onButton: (listener) => onEach(boards, (board) => board.onButton(listener)),
  };
}
