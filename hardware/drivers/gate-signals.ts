import type { GateBoard, LampPattern } from './gate-board';

/** How long each outcome stays, in milliseconds. Denied: four flashes of half a second on, half a second off. */
const SHOWN_MS = { granted: 5000, denied: 4000, error: 5000 } as const;

const FLASH_MS = 500;
const OPEN_MS = 500;

const shut: LampPattern = { red: 1, amber: 0, green: 0 };
const open: LampPattern = { red: 0, amber: 0, green: 1 };
const refused: LampPattern = { red: FLASH_MS, amber: 0, green: 0 };
const unsure: LampPattern = { red: 1, amber: FLASH_MS, green: 0 };

/** What lamps, buzzer and relay of a gate tell its riders: each outcome for its time, then red again. */
export interface GateSignals {
  readonly isIdle: boolean;
  /** A repeated tap is told that all is well, but opens nothing: its rider has passed, or is about to. */
  decision(decision: { granted: boolean; replay?: boolean }): void;
  /** Something that is no card to be served. */
  refusal(): void;
  /** There is no decision. */
  error(): void;
  /** Takes leave of the board: all off. */
  close(): void;
}

/** `onIdle` is called whenever an outcome has had its time. */
export function createGateSignals(board: GateBoard, onIdle: () => void = () => undefined): GateSignals {
  let backToIdle: ReturnType<typeof setTimeout> | null = null;

  function show(pattern: LampPattern, ms: number): void {
    board.lamps(pattern);
    stopClock();
    backToIdle = setTimeout(rest, ms);
  }

  function rest(): void {
    backToIdle = null;
    board.lamps(shut);
    onIdle();
  }

  function stopClock(): void {
    if (backToIdle) clearTimeout(backToIdle);
    backToIdle = null;
  }

  function refusal(): void {
    show(refused, SHOWN_MS.denied);
    board.buzz({ hz: 220, ms: 350, times: 2 });
  }

  board.lamps(shut);
  return {
    get isIdle() {
      return backToIdle === null;
    },
    decision({ granted, replay = false }) {
      if (!granted) return refusal();
      show(open, SHOWN_MS.granted);
      if (!replay) board.openGate(OPEN_MS);
    },
    refusal,
    error() {
      show(unsure, SHOWN_MS.error);
      board.buzz({ hz: 440, ms: 120, times: 3 });
    },
    close() {
      stopClock();
      board.bye();
    },
  };
}
