import type { CardReader } from '#hardware/drivers/card-reader';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { DeviceStatus } from '#hardware/drivers/device-status';
import type { GateBoard } from '#hardware/drivers/gate-board';
import { openKeyboardWedge } from '#hardware/drivers/keyboard-wedge';
import type { Panel } from '#hardware/simulator/panel';
import { browserStorage } from '$lib/browser-storage';
import { connect, type Client } from '$lib/socket/client.svelte';
import { joinBoards } from './board';
import { readChoice, readWedgeFormat, type Device } from './hardware-choice';
import { openHardware } from './hardware.svelte';
import { createIdentity } from './identity';
import { onLeaving } from './leaving';
import { joinReaders } from './reader';
import { watchTrouble, type Trouble } from './trouble.svelte';

/** What a kiosk page works with: the line to the server as this device, and whatever hardware there is. */
export interface Kiosk {
  client: Client;
  reader: CardReader;
  board: GateBoard;
  /** The hands in front of the on-screen device, where there is one. */
  panel: Panel | null;
  /** Reactive: how the device is that was chosen; null for one that cannot be away. */
  readonly device: DeviceStatus | null;
  readonly chosen: Device | null;
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
  const storage = browserStorage();
  const wedge = openKeyboardWedge(window, { format: readWedgeFormat(storage, deviceId) });
  const chosen = readChoice(storage, deviceId);
  const devices = devicesOf(chosen, demo).map((device) => openHardware(device, kind));
  const identity = createIdentity({ deviceId, selfPairing: demo });
  const client = connect({ auth: () => identity.token() });
  const trouble = watchTrouble(client);
  const board = joinBoards(devices.flatMap((device) => device.board ?? []));
  const unwatch = onLeaving(board.bye);

  return {
    client,
    reader: joinReaders([wedge, ...devices.flatMap((device) => device.readers)]),
    board,
    panel: devices.find((device) => device.panel)?.panel ?? null,
    get device() {
      return devices[0]?.status ?? null;
    },
    chosen,
    get trouble() {
      return trouble.current;
    },
    close() {
      unwatch();
      trouble.stop();
      client.close();
      wedge.close();
      for (const device of devices) void device.close();
    },
  };
}

/** What was chosen; in demo mode the device on the screen is always there, too. */
function devicesOf(chosen: Device | null, demo: boolean): Device[] {
  return [...new Set([...(chosen ? [chosen] : []), ...(demo ? (['screen'] as const) : [])])];
}
