import { readFileSync } from 'node:fs';
import { EEPROMMemoryBackend } from 'avr8js';
import { createEmulatedBoard, type EmulatedBoard } from '#hardware/simulator/emulated-board';
import { keptImage } from '../../../scripts/tools/firmware.js';

const TICK_MS = 2;
/** Less than a frame takes on the line: who lets the board hang while it talks cuts the frame in two. */
const STEP_MS = 1;
/** When this process was held up itself, the board need not make up for all of it in one go. */
const MOST_KEPT_MS = 100;

export interface PacedBoard {
  board: EmulatedBoard;
  /** Its time stands still: it takes bytes, and does nothing. */
  hang(): void;
  goOn(): void;
  /** Its name and its starts are forgotten: from its next start on it is a new board. */
  forget(): void;
}

/** The board's firmware on its emulated chip, running as fast as the clock on the wall. */
export function startPacedBoard(): PacedBoard {
  const eeprom = new EEPROMMemoryBackend(1024);
  const board = createEmulatedBoard({ image: readFileSync(keptImage, 'utf8'), eeprom });
  let timer: ReturnType<typeof setInterval> | undefined;
  let last = 0;

  const tick = (): void => {
    const now = performance.now();
    let left = Math.min(now - last, MOST_KEPT_MS);
    last = now;
    for (; left > 0 && timer; left -= STEP_MS) board.advance(Math.min(left, STEP_MS));
  };

  const goOn = (): void => {
    last = performance.now();
    timer ??= setInterval(tick, TICK_MS);
  };

  goOn();
  return {
    board,
    hang() {
      clearInterval(timer);
      timer = undefined;
    },
    goOn,
    forget: () => void eeprom.memory.fill(0xff),
  };
}
