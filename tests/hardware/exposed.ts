import type { Board } from '#hardware/drivers/board/board';
import { hostOf, type Host } from './rig';

declare global {
  var host: Host;
}

/** In a browser: lets the test outside have the driver in this page. */
export function exposeHost(board: Board, vanish: () => void): void {
  globalThis.host = hostOf(board, vanish);
}
