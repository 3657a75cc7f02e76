import { createBoard, type Board } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { CardReader } from '#hardware/drivers/card-reader';
import type { DeviceStatus } from '#hardware/drivers/device-status';
import { createPn532Reader } from '#hardware/drivers/pn532/reader';
import { createWebNfc } from '#hardware/drivers/web-nfc';
import type { NdefReaderClass } from '#hardware/drivers/web-nfc/ndef-reader';
import type { Panel } from '#hardware/simulator/panel';
import { browserStorage } from '$lib/browser-storage';
import { startEmulator } from './emulator';
import type { Device } from './hardware-choice';
import { openSerial } from './serial';

/** The device of a kiosk, as it was chosen. */
export interface Hardware {
  readers: readonly CardReader[];
  board: Board | null;
  /** The hands in front of the emulated board. */
  panel: Panel | null;
  /**
   * Lets the person choose the device, or allow it, in a click; null where neither is needed.
   * @throws DeviceError if the browser does not let this page ask.
   */
  request: (() => Promise<unknown>) | null;
  /** The serial port where it is; null for a device that is at none, or not found yet. */
  port(): SerialPortInfo | null;
  /** Reactive; null where there is nothing that could be away. */
  readonly status: DeviceStatus | null;
  close(): Promise<void>;
}

const NO_PORT = () => null;

export function openHardware(device: Device, kind: BoardKind): Hardware {
  if (device === 'board') return openBoard(kind);
  if (device === 'pn532') return openPn532();
  if (device === 'phone') return openPhone();
  if (device === 'screen') return openEmulator(kind);
  return {
    readers: [],
    board: null,
    panel: null,
    request: null,
    port: NO_PORT,
    status: null,
    close: () => Promise.resolve(),
  };
}

function openBoard(kind: BoardKind): Hardware {
  const serial = openSerial(browserStorage());
  const board = createBoard({ source: serial, kind });
  return watched(board, {
    readers: [board],
    board,
    panel: null,
    request: serial.request,
    port: () => serial.port,
    close: board.close,
  });
}

function openPn532(): Hardware {
  const serial = openSerial(browserStorage());
  const reader = createPn532Reader({ source: serial });
  return watched(reader, {
    readers: [reader],
    board: null,
    panel: null,
    request: serial.request,
    port: () => serial.port,
    close: reader.close,
  });
}

/** Whether the browser can read cards with the phone that it runs on. */
export const hasNfc = (): boolean => ndefReader() !== undefined;

const ndefReader = (): NdefReaderClass | undefined =>
  (globalThis as { NDEFReader?: NdefReaderClass }).NDEFReader;

function openPhone(): Hardware {
  const reader = createWebNfc({ NDEFReader: ndefReader(), page: document });
  return watched(reader, {
    readers: [reader],
    board: null,
    panel: null,
    request: reader.request,
    port: NO_PORT,
    close: reader.close,
  });
}

function openEmulator(kind: BoardKind): Hardware {
  const { board, panel, close } = startEmulator(kind);
  return watched(board, { readers: [board, panel.typed], board, panel, request: null, port: NO_PORT, close });
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
