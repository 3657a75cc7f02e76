import { createListeners } from '../drivers/listeners';
import type { ByHand, FromBoard, ToBoard } from './board-messages';
import { DARK_VIEW, type BoardView, type VirtualBoard } from './virtual-board';

/** A worker that did not load, or has thrown: after this it is started anew. */
const ANEW_AFTER_MS = 2000;

/** A board that runs in a worker of this page. */
export interface WorkerBoard extends VirtualBoard {
  /** Takes the power off for good. */
  stop(): void;
}

/** Starts the firmware on an emulated chip; only now is any of that loaded. */
export const startWorkerBoard = (): WorkerBoard =>
  boardIn(() => new Worker(new URL('./board-worker.ts', import.meta.url), { type: 'module' }));

/** The board that runs in a worker; in another one, as after power-on, should that fail. */
export function boardIn(start: () => Worker): WorkerBoard {
  const sent = createListeners<Uint8Array<ArrayBuffer>>();
  const views = createListeners<BoardView>();
  const say = (message: ToBoard) => worker.postMessage(message);
  const byHand = (act: ByHand) => say({ ...act, at: performance.now() });
  let anew: ReturnType<typeof setTimeout> | undefined;
  let view = DARK_VIEW;
  let worker = begin(DARK_VIEW);

  /** @param past what the pulses and tones are counted on from */
  function begin(past: BoardView): Worker {
    const started = start();
    const countOn = (next: BoardView): BoardView => ({
      ...next,
      pulses: past.pulses + next.pulses,
      tones: past.tones + next.tones,
    });
    started.addEventListener('message', ({ data }: MessageEvent<FromBoard>) => {
      if ('bytes' in data) sent.tell(data.bytes);
      else show(countOn(data.view));
    });
    started.addEventListener('error', () => {
      started.terminate();
      const { pulses, tones } = view;
      show({ ...DARK_VIEW, pulses, tones });
      clearTimeout(anew);
      anew = setTimeout(() => (worker = begin(view)), ANEW_AFTER_MS);
    });
    return started;
  }

  function show(next: BoardView): void {
    view = next;
    views.tell(view);
  }

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
    stop() {
      clearTimeout(anew);
      worker.terminate();
    },
  };
}
