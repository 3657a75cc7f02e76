import { createListeners } from '../drivers/listeners';
import type { ByHand, FromBoard, ToBoard } from './board-messages';
import { DARK_VIEW, type BoardView, type VirtualBoard } from './virtual-board';

/** A board that runs in a worker of this page. */
export interface WorkerBoard extends VirtualBoard {
  /** Takes the power off for good. */
  stop(): void;
}

/** Starts the firmware on an emulated chip; only now is any of that loaded. */
export const startWorkerBoard = (): WorkerBoard =>
  boardIn(new Worker(new URL('./board-worker.ts', import.meta.url), { type: 'module' }));

/** The board that runs in a worker. */
export function boardIn(worker: Worker): WorkerBoard {
  const sent = createListeners<Uint8Array<ArrayBuffer>>();
  const views = createListeners<BoardView>();
  const say = (message: ToBoard) => worker.postMessage(message);
  const byHand = (act: ByHand) => say({ ...act, at: performance.now() });
  let view = DARK_VIEW;

  worker.addEventListener('message', ({ data }: MessageEvent<FromBoard>) => {
    if ('bytes' in data) return sent.tell(data.bytes);
    view = data.view;
    views.tell(view);
  });

  return {
    get view() {
      return view;
    },
    onView: views.add,
    onSent: sent.add,
    receive: (bytes) => say({ bytes }),
    hold: (uids) => byHand({ hold: uids }),
    setButton: (button, down) => byHand({ button, down }),
    setFire: (fire) => byHand({ fire }),
    setReader: (reader) => byHand({ reader }),
    reset: () => say({ reset: true }),
    stop: () => worker.terminate(),
  };
}
