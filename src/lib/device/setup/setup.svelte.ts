import type { BoardStatus } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { Unread } from '#hardware/drivers/card-reader';
import type { ButtonKey } from '#hardware/drivers/gate-board';
import { openKeyboardWedge } from '#hardware/drivers/keyboard-wedge';
import { looksLike } from '#hardware/drivers/web-serial/port-look';
import { calibrate, type Calibration, type WedgeFormat } from '#hardware/drivers/keyboard-wedge/format';
import { browserStorage } from '$lib/browser-storage';
import { keepChoice, keepWedgeFormat, readChoice, readWedgeFormat, type Device } from '../hardware-choice';
import { openHardware, type Hardware } from '../hardware.svelte';

/** Somebody who fetches the card is back by then. */
const CALIBRATES_WITHIN_MS = 60_000;

/** What was held to a reader: a card's id, or why it is none. */
export type Shown = { cardId: string } | { unread: Unread };

/** A kiosk being set up. All of it is reactive. */
export interface Setup {
  readonly device: Device | null;
  readonly hardware: Hardware | null;
  readonly board: BoardStatus | null;
  readonly shown: Shown | null;
  readonly pressed: ReadonlySet<ButtonKey>;
  /** How the reader that types writes its ids, once that is known. */
  readonly format: WedgeFormat | null;
  /** Whether the browser keeps what was chosen. */
  readonly isKept: boolean;
  choose(device: Device): Promise<void>;
  /** Whether a device that works stands at the port that looks so. */
  isAt(look: SerialPortInfo): boolean;
  /** A device that was not found yet is looked for anew, without a port that it may not have any more. */
  letPortGo(): Promise<void>;
  /**
   * Finds out the format of the reader that types, by the next card that it reads, whose UID is known; null if none came
   * within a minute, or it was given up.
   */
  calibrate(knownUid: string): Promise<Calibration | null>;
  stopCalibrating(): void;
  close(): void;
}

export interface SetupOptions {
  deviceId: string;
  kind: BoardKind;
  /** In demo mode it begins with the device on the screen. */
  demo: boolean;
}

export function createSetup({ deviceId, kind, demo }: SetupOptions): Setup {
  const storage = browserStorage();
  let format = $state(readWedgeFormat(storage, deviceId));
  const kept = readChoice(storage, deviceId);
  let device = $state(kept);
  let hardware = $state.raw<Hardware | null>(null);
  let board = $state.raw<BoardStatus | null>(null);
  let shown = $state.raw<Shown | null>(null);
  let pressed = $state.raw<ReadonlySet<ButtonKey>>(new Set());
  let isKept = $state(true);
  let leave: (() => void)[] = [];
  let wedge = openWedge();
  let calibrating: AbortController | null = null;
  let choices = 0;
  let isClosed = false;
  let turn = Promise.resolve();

  function openWedge() {
    const opened = openKeyboardWedge(window, { format });
    opened.onCard((cardId) => (shown = { cardId }));
    opened.onUnread((unread) => (shown = { unread }));
    return opened;
  }

  function open(next: Device): void {
    const opened = openHardware(next, kind);
    device = next;
    hardware = opened;
    board = opened.board?.status ?? null;
    leave = opened.readers.flatMap((reader) => [
      reader.onCard((cardId) => (shown = { cardId })),
      reader.onUnread((unread) => (shown = { unread })),
    ]);
    if (!opened.board) return;
    leave.push(
      opened.board.onStatus((status) => (board = status)),
      opened.board.onButton((key) => (pressed = new Set([...pressed, key]))),
    );
  }

  const isFound = (): boolean => hardware?.status?.phase === 'ready';

  function choose(next: Device): Promise<void> {
    calibrating?.abort();
    isKept = keepChoice(storage, deviceId, next);
    device = next;
    const mine = ++choices;
    // One after the other, and only the newest: what is opened while another closes would find it taken.
    turn = turn.then(release).then(() => {
      if (mine === choices) open(next);
    });
    return turn;
  }

  async function calibrateBy(knownUid: string): Promise<Calibration | null> {
    calibrating?.abort();
    const { signal } = (calibrating = new AbortController());
    wedge.close();
    const typed = await nextTyped(signal);
    if (signal.aborted && calibrating?.signal !== signal) return null; // another one goes on
    const outcome = typed === null ? null : calibrate(knownUid, typed);
    if (outcome?.ok) {
      format = outcome.format;
      isKept = keepWedgeFormat(storage, deviceId, format);
      shown = { cardId: knownUid };
    }
    calibrating = null;
    if (!isClosed) wedge = openWedge();
    return outcome;
  }

  async function release(): Promise<void> {
    for (const off of leave) off();
    leave = [];
    shown = null;
    pressed = new Set();
    board = null;
    const closing = hardware;
    hardware = null;
    await closing?.close();
  }

  const start = kept ?? (demo ? 'screen' : null);
  if (start) open(start);

  return {
    get device() {
      return device;
    },
    get hardware() {
      return hardware;
    },
    get board() {
      return board;
    },
    get shown() {
      return shown;
    },
    get pressed() {
      return pressed;
    },
    get format() {
      return format;
    },
    get isKept() {
      return isKept;
    },
    isAt: (look) => {
      const port = isFound() ? hardware?.port() : null;
      return port ? looksLike(port, look) : false;
    },
    letPortGo: () => (device && !isFound() ? choose(device) : turn),
    calibrate: calibrateBy,
    stopCalibrating: () => calibrating?.abort(),
    choose,
    close() {
      choices += 1;
      isClosed = true;
      calibrating?.abort();
      hardware?.board?.bye(); // at once: a page that is left does not wait for its turn
      wedge.close();
      turn = turn.then(release);
    },
  };
}

/** What the reader types next, as it types it; null if nothing within a minute, or when it is given up. */
function nextTyped(signal: AbortSignal): Promise<string | null> {
  const reader = openKeyboardWedge(window);
  return new Promise<string | null>((resolve) => {
    const timer = setTimeout(resolve, CALIBRATES_WITHIN_MS, null);
    const end = (typed: string | null): void => {
      clearTimeout(timer);
      resolve(typed);
    };
    signal.addEventListener('abort', () => end(null), { once: true });
    reader.onCard(end);
  }).finally(reader.close);
}
