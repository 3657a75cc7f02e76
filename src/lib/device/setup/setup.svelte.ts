import type { BoardStatus } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { Unread } from '#hardware/drivers/card-reader';
import type { ButtonKey } from '#hardware/drivers/gate-board';
import { openKeyboardWedge } from '#hardware/drivers/keyboard-wedge';
import { calibrate, type Calibration, type WedgeFormat } from '#hardware/drivers/keyboard-wedge/format';
import { browserStorage } from '$lib/browser-storage';
import { keepChoice, keepWedgeFormat, readChoice, readWedgeFormat, type Device } from '../hardware-choice';
import { openHardware, type Hardware } from '../hardware.svelte';
import { isNotPrinters } from '../printer-port';

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
  /** Finds out the format of the reader that types, by the next card that it reads, whose UID is known. */
  calibrate(knownUid: string): Promise<Calibration>;
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
  let device = $state(readChoice(storage, deviceId));
  let hardware = $state.raw<Hardware | null>(null);
  let board = $state.raw<BoardStatus | null>(null);
  let shown = $state.raw<Shown | null>(null);
  let pressed = $state.raw<ReadonlySet<ButtonKey>>(new Set());
  let isKept = $state(true);
  let leave: (() => void)[] = [];
  let wedge = openWedge();
  /** The reader as it types, while it is calibrated. */
  let raw: ReturnType<typeof openKeyboardWedge> | null = null;
  let choices = 0;
  let turn = Promise.resolve();

  function openWedge() {
    const opened = openKeyboardWedge(window, { format });
    opened.onCard((cardId) => (shown = { cardId }));
    opened.onUnread((unread) => (shown = { unread }));
    return opened;
  }

  function open(next: Device): void {
    const opened = openHardware(next, { kind, isOurs: isNotPrinters(storage, deviceId) });
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

  const start = device ?? (demo ? 'screen' : null);
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
    async calibrate(knownUid) {
      wedge.close();
      const listening = (raw = openKeyboardWedge(window));
      const typed = await new Promise<string>((resolve) => listening.onCard(resolve));
      listening.close();
      raw = null;
      const outcome = calibrate(knownUid, typed);
      if (outcome.ok) {
        format = outcome.format;
        isKept = keepWedgeFormat(storage, deviceId, format);
        shown = { cardId: knownUid };
      }
      wedge = openWedge();
      return outcome;
    },
    choose(next) {
      isKept = keepChoice(storage, deviceId, next);
      device = next;
      const mine = ++choices;
      // One after the other, and only the newest: what is opened while another closes would find it taken.
      turn = turn.then(release).then(() => {
        if (mine === choices) open(next);
      });
      return turn;
    },
    close() {
      choices += 1;
      raw?.close();
      wedge.close();
      turn = turn.then(release);
    },
  };
}
