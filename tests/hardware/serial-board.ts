import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createEmulatedBoard } from '#hardware/simulator/emulated-board';
import type { BoardView, VirtualBoard } from '#hardware/simulator/virtual-board';
import { keptImage } from '../../scripts/tools/firmware.js';

/** How often the board is given the time that has passed. */
const PACE_MS = 4;
/** As long as a card must be away before it counts as presented anew. */
const SAME_PRESENTATION_MS = 1700;

/** The firmware on an emulated chip, in real time, at a serial port of this machine. */
export interface SerialBoard {
  /** The port's path: there while it is plugged in. */
  path: string;
  board: VirtualBoard;
  /** Every view since it was made, in order. */
  views: readonly BoardView[];
  /** Holds a card to the reader, and takes it away for long enough. */
  tap(uid: string): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** Takes the power off for good, and the port away. */
  stop(): Promise<void>;
}

/** The port is a pty, which needs `socat`. */
export async function startSerialBoard(): Promise<SerialBoard> {
  const folder = await mkdtemp(join(tmpdir(), 'tapline-board-'));
  const path = join(folder, 'port');
  const board = createEmulatedBoard({ image: readFileSync(keptImage, 'utf8') });
  const views: BoardView[] = [board.view];
  board.onView((view) => views.push(view));
  const stopClock = pace(board.advance);
  let cable: ChildProcess | null = null;
  board.onSent((bytes) => cable?.stdin?.write(bytes));

  async function plug(): Promise<void> {
    const socat = spawn('socat', [`PTY,link=${path},raw,echo=0`, 'STDIO'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    socat.stdin.on('error', () => undefined); // bytes for a cable that is being pulled
    socat.stdout.on('data', (bytes: Buffer) => board.receive(bytes));
    const end = () => void socat.kill();
    process.once('exit', end);
    socat.once('close', () => process.off('exit', end));
    await expect.poll(() => existsSync(path)).toBe(true);
    board.reset(); // it has its power from the plug
    cable = socat;
  }

  async function unplug(): Promise<void> {
    const pulled = cable;
    cable = null;
    if (!pulled) return;
    const ended = once(pulled, 'close');
    pulled.kill('SIGTERM');
    await ended;
  }

  await plug();
  return {
    path,
    board,
    views,
    async tap(uid) {
      board.hold([uid]);
      await sleep(300);
      board.hold([]);
      await sleep(SAME_PRESENTATION_MS);
    },
    unplug,
    plug,
    async stop() {
      await unplug();
      stopClock();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Lets time pass for a board as it passes here. Returns the way to stop it. */
function pace(advance: (ms: number) => void): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    advance(now - last);
    last = now;
  }, PACE_MS);
  return () => clearInterval(timer);
}
