/** What runs in the browser: the firmware in a worker of the page, and the product's own driver. */
import { createBoard } from '#hardware/drivers/board/board';
import BoardWorker from '#hardware/simulator/board-worker?worker&inline';
import { createCable } from '#hardware/simulator/cable';
import type { BoardView } from '#hardware/simulator/virtual-board';
import { boardIn, type WorkerBoard } from '#hardware/simulator/worker-board';
import { exposeHost } from './exposed';

declare global {
  var device: WorkerBoard;
  /** The one in which the board runs now. */
  var worker: Worker;
  /** The test outside: it keeps what is to be seen of the board. */
  function tellView(view: BoardView, at: number): void;
}

const device = boardIn(() => (globalThis.worker = new BoardWorker()));
let isCut = false;
device.onView((view) => tellView(view, performance.now()));

const board = createBoard({
  kind: 'gate',
  source: createCable({
    ...device,
    receive: (bytes) => !isCut && device.receive(bytes),
  }).source,
});
exposeHost(board, () => (isCut = true));
globalThis.device = device;
