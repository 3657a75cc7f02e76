import type { CardReader } from '#hardware/drivers/card-reader';
import type { GateBoard } from '#hardware/drivers/gate-board';
import { openKeyboardWedge } from '#hardware/drivers/keyboard-wedge';
import type { BoardStatus } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { Panel } from '#hardware/simulator/panel';
import { connect, type Client } from '$lib/socket/client.svelte';
import { joinBoards } from './board';
import { watchBoard } from './board-status.svelte';
import { startEmulator } from './emulator';
import { createIdentity } from './identity';
import { joinReaders } from './reader';
import { watchTrouble, type Trouble } from './trouble.svelte';

/** What a kiosk page works with: the line to the server as this device, and whatever hardware there is. */
export interface Kiosk {
  client: Client;
  reader: CardReader;
  board: GateBoard;
  /** The on-screen device, where it is used. */
  panel: Panel | null;
  /** Reactive: how the board is; null where there is none. */
  readonly boardStatus: BoardStatus | null;
  /** Reactive. */
  readonly trouble: Trouble | null;
  close(): void;
}

export interface KioskOptions {
  deviceId: string;
  /** In demo mode the device pairs itself, and the on-screen one is there. */
  demo: boolean;
  kind: BoardKind;
}

/** Opens everything a kiosk needs; only in a browser. */
export function openKiosk({ deviceId, demo, kind }: KioskOptions): Kiosk {
  const wedge = openKeyboardWedge(window);
  const emulator = demo ? startEmulator(kind) : null;
  const boards = emulator ? [emulator.board] : [];
  const status = watchBoard(emulator?.board ?? null);
  const identity = createIdentity({ deviceId, selfPairing: demo });
  const client = connect({ auth: () => identity.token() });
  const trouble = watchTrouble(client);
  const board = joinBoards(boards);
  // A page that is left, reloaded or closed must not leave a lamp burning.
  addEventListener('pagehide', board.bye);
  addEventListener('pageshow', startAfresh);

  return {
    client,
    reader: joinReaders([wedge, ...boards, ...(emulator ? [emulator.panel.typed] : [])]),
    board,
    panel: emulator?.panel ?? null,
    get boardStatus() {
      return status.current;
    },
    get trouble() {
      return trouble.current;
    },
    close() {
      removeEventListener('pagehide', board.bye);
      removeEventListener('pageshow', startAfresh);
      trouble.stop();
      client.close();
      wedge.close();
      status.stop();
      emulator?.close();
    },
  };
}

/** The browser may bring back the very page it had left, with its lamps dark. */
function startAfresh({ persisted }: PageTransitionEvent): void {
  if (persisted) location.reload();
}
