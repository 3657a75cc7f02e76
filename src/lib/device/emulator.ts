import { createBoard, type Board } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import { createCable } from '#hardware/simulator/cable';
import { createPanel, type Panel } from '#hardware/simulator/panel';
import { startWorkerBoard } from '#hardware/simulator/worker-board';

/** The device on the screen: the board's own firmware in a worker, a driver at the other end of its line, and a panel. */
export interface Emulator {
  board: Board;
  panel: Panel;
  close(): void;
}

export function startEmulator(kind: BoardKind): Emulator {
  const device = startWorkerBoard();
  const panel = createPanel(device);
  const board = createBoard({ source: createCable(device).source, kind });
  return {
    board,
    panel,
    close() {
      panel.close();
      void board.close();
      device.stop();
    },
  };
}
