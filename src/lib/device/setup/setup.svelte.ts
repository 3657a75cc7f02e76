import type { BoardStatus } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { Unread } from '#hardware/drivers/card-reader';
import type { ButtonKey } from '#hardware/drivers/gate-board';
import { openKeyboardWedge } from '#hardware/drivers/keyboard-wedge';
import { browserStorage } from '$lib/browser-storage';
import { keepChoice, readChoice, type Device } from '../hardware-choice';
import { openHardware, type Hardware } from '../hardware.svelte';

/** What was held to a reader: a card's id, or why it is none. */
export type Shown = { cardId: string } | { unread: Unread };

/** A kiosk being set up. All of it is reactive. */
export interface Setup {
  readonly device: Device | null;
  readonly hardware: Hardware | null;
  readonly board: BoardStatus | null;
  readonly shown: Shown | null;
  readonly pressed: ReadonlySet<ButtonKey>;
  /** Whether the browser keeps what was chosen. */
  readonly isKept: boolean;
  choose(device: Device): Promise<void>;
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
  const wedge = openKeyboardWedge(window);
  let device = $state(readChoice(storage, deviceId));
  let hardware = $state.raw<Hardware | null>(null);
  let board = $state.raw<BoardStatus | null>(null);
  let shown = $state.raw<Shown | null>(null);
  let pressed = $state.raw<ReadonlySet<ButtonKey>>(new Set());
  let isKept = $state(true);
  let leave: (() => void)[] = [];

  function open(next: Device): void {
    const opened = openHardware(next, kind);
    device = next;
    hardware = opened;
    board = opened.board?.status ?? null;
    leave = [wedge, ...opened.readers].flatMap((reader) => [
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
    await hardware?.close();
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
    get isKept() {
      return isKept;
    },
    async choose(next) {
      isKept = keepChoice(storage, deviceId, next);
      await release();
      open(next);
    },
    close() {
      wedge.close();
      void release();
    },
  };
}
