import { createBoard, type Board } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { CardReader } from '#hardware/drivers/card-reader';
import type { DeviceStatus } from '#hardware/drivers/device-status';
import { createPn532Reader } from '#hardware/drivers/pn532/reader';
import { createWebSerial, type WebSerial } from '#hardware/drivers/web-serial';
import type { Panel } from '#hardware/simulator/panel';
import { startEmulator } from './emulator';
import type { Device } from './hardware-choice';

/** The device of a kiosk, as it was chosen. */
export interface Hardware {
  readers: readonly CardReader[];
  board: Board | null;
  /** The hands in front of the emulated board. */
  panel: Panel | null;
  /** How the browser reaches a device at a serial port; null where none is used. */
  serial: WebSerial | null;
  /** Reactive; null where there is nothing that could be away. */
  readonly status: DeviceStatus | null;
  close(): Promise<void>;
}

/** Pages of one browser agree by this name on who has the device. */
const SERIAL_LOCK = 'tapline-device';

export function openHardware(device: Device, kind: BoardKind): Hardware {
  if (device === 'board') return openBoard(kind);
  if (device === 'pn532') return openPn532();
  if (device === 'screen') return openEmulator(kind);
  return {
    readers: [],
    board: null,
    panel: null,
    serial: null,
    status: null,
    close: () => Promise.resolve(),
  };
}

const openSerial = (): WebSerial =>
  createWebSerial({ serial: navigator.serial, locks: navigator.locks, lock: SERIAL_LOCK });

function openBoard(kind: BoardKind): Hardware {
  const serial = openSerial();
  const board = createBoard({ source: serial, kind });
  return watched(board, { readers: [board], board, panel: null, serial, close: board.close });
}

function openPn532(): Hardware {
  const serial = openSerial();
  const reader = createPn532Reader({ source: serial });
  return watched(reader, { readers: [reader], board: null, panel: null, serial, close: reader.close });
}

function openEmulator(kind: BoardKind): Hardware {
  const { board, panel, close } = startEmulator(kind);
  return watched(board, { readers: [board, panel.typed], board, panel, serial: null, close });
}

interface Watchable {
  status: DeviceStatus;
  onStatus(listener: (status: DeviceStatus) => void): () => void;
}

function watched(device: Watchable, hardware: Omit<Hardware, 'status'>): Hardware {
  let status = $state.raw(device.status);
  device.onStatus((next) => (status = next));
  return {
    ...hardware,
    get status() {
      return status;
    },
  };
}
