import { createBoard, type Board } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import { createCable } from '#hardware/simulator/cable';
import { createPanel, type Panel } from '#hardware/simulator/panel';
import { startWorkerBoard } from '#hardware/simulator/worker-board';

/** The device on the screen: the board's own firmware in a worker, a driver at the other end of its line, and a panel. */
export interface Emulator {
  board: Board;
  panel: Panel;
  close(): Promise<void>;
}

export function startEmulator(kind: BoardKind): Emulator {
  const device = startWorkerBoard();
  const panel = createPanel(device);
  const board = createBoard({ source: createCable(device).source, kind });
  // It stays so when the board has a bad moment: what is tapped then waits for it, as in front of a real one.
  board.onStatus(({ phase }) => phase === 'ready' && panel.setReady(true));
  return {
    board,
    panel,
    async close() {
      panel.close();
      await board.close();
      device.stop();
    },
  };
}
