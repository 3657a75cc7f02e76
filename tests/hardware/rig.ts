import type { Board, BoardStatus } from '#hardware/drivers/board/board';
import type { Buzz, LampPattern } from '#hardware/drivers/gate-board';
import type { Cable } from '#hardware/simulator/cable';
import type { BoardView, VirtualBoard } from '#hardware/simulator/virtual-board';
import type { OnOff } from './view-watch';

/** A host's driver, and a board with the hands in front of it: what the contract is tried on. */
export interface Rig {
  host: Host;
  /** What a person does to the board. */
  hands: Pick<VirtualBoard, 'hold' | 'setButton' | 'setFire' | 'setReader' | 'reset'>;
  view(): BoardView;
  /** When it went on, off, on and so on since the rig began, in ms of a clock beside the board. */
  turns(what: OnOff): number[];
  /** Milliseconds, of whatever time this rig has. */
  wait(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A rig in which everything can go wrong. */
export interface FaultyRig extends Rig {
  cable: Pick<Cable, 'plug' | 'unplug' | 'setDamage'>;
  /** The board stops, and swallows what it is sent; later it goes on as if nothing had been. */
  setHung(hung: boolean): void;
  /** Bytes of nobody's, on both ways at once. */
  flood(bytes: Uint8Array): void;
  /** Puts another board in this one's place. */
  swap(): void;
}

/** The driver, here or in a browser. */
export interface Host {
  lamps(pattern: LampPattern): Promise<void>;
  buzz(buzz: Buzz): Promise<void>;
  openGate(ms: number): Promise<void>;
  bye(): Promise<void>;
  giveId(id: string): Promise<boolean>;
  restart(): Promise<void>;
  status(): Promise<BoardStatus>;
  /** `card 04…`, `gone 04…`, `unread random`, `button 2`, in their order, since they were last taken. */
  takeHeard(): Promise<string[]>;
  /** It vanishes without a word, as a page does whose process is killed. */
  vanish(): Promise<void>;
}

/** A driver in this process. */
export function hostOf(board: Board, vanish: () => void): Host {
  let heard: string[] = [];
  board.onCard((uid) => heard.push(`card ${uid}`));
  board.onGone((uid) => heard.push(`gone ${uid}`));
  board.onUnread((why) => heard.push(`unread ${why}`));
  board.onButton((key) => heard.push(`button ${key}`));
  const now = (act: () => void) => {
    act();
    return Promise.resolve();
  };
  return {
    lamps: (pattern) => now(() => board.lamps(pattern)),
    buzz: (buzz) => now(() => board.buzz(buzz)),
    openGate: (ms) => now(() => board.openGate(ms)),
    bye: () => now(() => board.bye()),
    giveId: board.giveId,
    restart: board.restart,
    status: () => Promise.resolve(board.status),
    takeHeard() {
      const taken = heard;
      heard = [];
      return Promise.resolve(taken);
    },
    vanish: () => now(vanish),
  };
}
