import { readFileSync } from 'node:fs';
import { EEPROMMemoryBackend } from 'avr8js';
import { createEmulatedBoard, type EmulatedBoard } from '#hardware/simulator/emulated-board';
import { keptImage } from '../../../scripts/tools/firmware.js';

const TICK_MS = 2;
/** When this process was held up itself, the board need not make up for all of it in one go. */
const LONGEST_STEP_MS = 100;

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
    board.advance(Math.min(now - last, LONGEST_STEP_MS));
    last = now;
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
