import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { EmulatedBoard } from '#hardware/simulator/emulated-board';
import { isOnPath } from '../../../scripts/tools/programs.js';
import { watchDtr } from './dtr';
import { CH340, plugFakePort, serialDriver, type FakePort } from './fake-port';
import { buildFakePortLibrary } from './fake-port-library';
import { CHROMIUM, ORIGIN, startKioskBrowser } from './kiosk-browser';
import { startPacedBoard } from './paced-board';
import { grantPort } from './policy';

/** Whether the machine has what the rig needs; the policies of Chromium are root's. */
export const canRunSerialRig =
  process.getuid?.() === 0 &&
  serialDriver() !== null &&
  existsSync(CHROMIUM) &&
  ['gcc', 'socat'].every(isOnPath);

/**
 * The product's driver in a real Chromium, at a real `navigator.serial`, on a wire to the emulated board. Opening the
 * port resets the board, as it does an Uno.
 */
export interface SerialRig {
  board: EmulatedBoard;
  /** The first page, which began when the board was plugged in. */
  page: Page;
  /** One more page of the same browser. */
  openPage(): Promise<Page>;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Another device at a port of its own, an adapter with a CH340. */
  plugOther(onBytes: (bytes: Uint8Array) => void): Promise<FakePort>;
  /** The board's time stands still, until `goOn`. */
  hang(): void;
  goOn(): void;
  /** From its next start on the board is a new one. */
  forget(): void;
  /** The wire takes no bytes, until `flow`. */
  stall(): void;
  flow(): void;
  /** In place of the board the far end sends back what it gets. */
  echo(): void;
  /** When the page last said something, by `performance.now`. */
  lastHeard(): number;
  /** The browser dies, and cannot say good-bye. */
  killBrowser(): Promise<void>;
  close(): Promise<void>;
}

export async function startSerialRig(): Promise<SerialRig> {
  const ends: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  };
  try {
    return { ...(await build(ends)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param ends gets what is to be undone, the last first. */
async function build(ends: (() => unknown)[]): Promise<Omit<SerialRig, 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'tapline-serial-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const [devices, dtr] = [join(folder, 'devices'), join(folder, 'dtr')];
  mkdirSync(devices);
  ends.push(grantPort(ORIGIN));
  const { board, hang, goOn, forget } = startPacedBoard();
  const wire = createWire(board, devices);
  ends.push(hang, watchDtr(dtr, wire.raiseDtr));
  ends.push(wire.unplug);
  await wire.plug();
  const { context, kill, close } = await startKioskBrowser({
    LD_PRELOAD: buildFakePortLibrary(folder),
    FAKE_UDEV_FOLDER: devices,
    FAKE_DTR_FILE: dtr,
  });
  ends.push(close);
  const openPage = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(ORIGIN);
    return page;
  };
  const plugOther = async (onBytes: (bytes: Uint8Array) => void): Promise<FakePort> => {
    const other = await plugFakePort({ devices, onBytes, usb: CH340 });
    ends.push(other.unplug);
    return other;
  };
  return {
    ...wire,
    plugOther,
    board,
    hang,
    goOn,
    forget,
    page: await openPage(),
    openPage,
    killBrowser: kill,
  };
}

function createWire(board: EmulatedBoard, devices: string) {
  let port: FakePort | null = null;
  let heardAt = 0;
  let receive = board.receive;
  // What it says to a port that nobody has opened goes nowhere; else it would be heard before its reset.
  let isOpen = false;
  board.onSent((bytes) => isOpen && port?.send(bytes));
  return {
    raiseDtr(pty: string): void {
      if (port?.pty !== pty) return;
      isOpen = true;
      board.reset();
    },
    async plug(): Promise<void> {
      const onBytes = (bytes: Uint8Array): void => {
        heardAt = performance.now();
        receive(bytes);
      };
      port = await plugFakePort({ devices, onBytes });
    },
    async unplug(): Promise<void> {
      isOpen = false;
      await port?.unplug();
      port = null;
    },
    stall: () => port?.stall(),
    flow: () => port?.flow(),
    echo: () => void (receive = (bytes) => port?.send(bytes)),
    lastHeard: () => heardAt,
  };
}
