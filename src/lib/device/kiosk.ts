import type { CardReader } from '#hardware/drivers/card-reader';
import type { GateBoard } from '#hardware/drivers/gate-board';
import { openKeyboardWedge } from '#hardware/drivers/keyboard-wedge';
import type { PanelBoard } from '#hardware/simulator/panel-board';
import { connect, type Client } from '$lib/socket/client.svelte';
import { joinBoards } from './board';
import { createIdentity } from './identity';
import { joinReaders } from './reader';
import { watchTrouble, type Trouble } from './trouble.svelte';

/** What a kiosk page works with: the line to the server as this device, and whatever hardware there is. */
export interface Kiosk {
  client: Client;
  reader: CardReader;
  board: GateBoard;
  /** Reactive. */
  readonly trouble: Trouble | null;
  close(): void;
}

export interface KioskOptions {
  deviceId: string;
  /** In demo mode the device pairs itself, and the on-screen one is there. */
  demo: boolean;
  panel: PanelBoard;
}

/** Opens everything a kiosk needs; only in a browser. */
export function openKiosk({ deviceId, demo, panel }: KioskOptions): Kiosk {
  const wedge = openKeyboardWedge(window);
  const onScreen = demo ? [panel] : [];
  const identity = createIdentity({ deviceId, selfPairing: demo });
  const client = connect({ auth: () => identity.token() });
  const trouble = watchTrouble(client);
  const board = joinBoards(onScreen);
  // A page that is left, reloaded or closed must not leave a lamp burning.
  addEventListener('pagehide', board.bye);
  addEventListener('pageshow', startAfresh);

  return {
    client,
    reader: joinReaders([wedge, ...onScreen]),
    board,
    get trouble() {
      return trouble.current;
    },
    close() {
      removeEventListener('pagehide', board.bye);
      removeEventListener('pageshow', startAfresh);
      trouble.stop();
      client.close();
      wedge.close();
      board.bye();
    },
  };
}

/** The browser may bring back the very page it had left, with its lamps dark. */
function startAfresh({ persisted }: PageTransitionEvent): void {
  if (persisted) location.reload();
}
