import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import { EEPROMMemoryBackend } from 'avr8js';
import { createBoard } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import { createCable } from '#hardware/simulator/cable';
import { createDeviceSim } from '#hardware/simulator/device-sim';
import { createEmulatedBoard } from '#hardware/simulator/emulated-board';
import type { VirtualBoard } from '#hardware/simulator/virtual-board';
import { keptImage } from '../../scripts/tools/firmware.js';
import { watchView } from './view-watch';
import { hostOf, type FaultyRig } from './rig';

interface Virtual {
  board: VirtualBoard;
  advance: (ms: number) => void;
  stop: () => void;
}

const image = readFileSync(keptImage, 'utf8');

/** What of its EEPROM each cell holds at its first start. */
function emulated(cells = 0xff): Virtual {
  const eeprom = new EEPROMMemoryBackend(1024);
  eeprom.memory.fill(cells);
  const board = createEmulatedBoard({ image, eeprom });
  return { board, advance: board.advance, stop: () => undefined };
}

function simulated(): Virtual {
  const board = createDeviceSim();
  return { board, advance: () => undefined, stop: board.stop };
}

export const emulatedRig = (): FaultyRig => virtualRig(() => emulated());
/** With an EEPROM in which another program has written. */
export const usedBoardRig = (cells: number): FaultyRig => virtualRig(() => emulated(cells));
export const tillRigs = {
  'the protocol’s own board': () => virtualRig(simulated, 'sales'),
  'the firmware': () => virtualRig(() => emulated(), 'sales'),
} as const;
export const simulatedRig = (): FaultyRig => virtualRig(simulated);

/** Driver and board in one process, in time that passes only when it is waited for: fake timers must be on. */
function virtualRig(make: () => Virtual, kind: BoardKind = 'gate'): FaultyRig {
  let current = make();
  let isHung = false;
  let isCut = false;
  let send: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
  const watch = watchView();
  const wire = () => {
    current.board.onView((view) => watch.see(view, performance.now()));
    current.board.onSent((bytes) => !isCut && send(bytes));
  };
  wire();
  const cable = createCable({
    receive: (bytes) => !isHung && !isCut && current.board.receive(bytes),
    reset: () => current.board.reset(),
    onSent(listener) {
      send = listener;
      return () => (send = () => undefined);
    },
  });
  const board = createBoard({ source: cable.source, kind });
  const wait = (ms: number) => passTime(ms, (step) => !isHung && current.advance(step));
  /** An answer takes time, which does not pass by itself. */
  const answered = async <T>(answer: Promise<T>): Promise<T> => {
    await wait(300);
    return answer;
  };
  return {
    host: {
      ...hostOf(board, () => (isCut = true)),
      giveId: (id) => answered(board.giveId(id)),
      restart: () => answered(board.restart()),
    },
    hands: {
      hold: (uids) => current.board.hold(uids),
      setButton: (key, down) => current.board.setButton(key, down),
      setFire: (alarm) => current.board.setFire(alarm),
      setReader: (alive) => current.board.setReader(alive),
      reset: () => current.board.reset(),
    },
    view: () => current.board.view,
    turns: watch.turns,
    cable,
    setHung: (hung) => void (isHung = hung),
    flood(bytes) {
      if (isHung) return;
      current.board.receive(bytes);
      send(Uint8Array.from(bytes));
    },
    swap() {
      cable.unplug();
      current.stop();
      current = make();
      wire();
      cable.plug();
    },
    wait,
    async close() {
      await board.close();
      current.stop();
    },
  };
}

/** Time that only passes when it is waited for; `step` is called for each millisecond or two of it. */
async function passTime(ms: number, step: (ms: number) => void = () => undefined): Promise<void> {
  // Hours go by in coarser steps.
  const stepMs = ms >= 5000 ? 10 : 2;
  for (let passed = 0; passed < ms; passed += stepMs) {
    step(stepMs);
    await vi.advanceTimersByTimeAsync(stepMs);
  }
}
