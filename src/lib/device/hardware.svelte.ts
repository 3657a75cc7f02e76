import { createBoard, type Board } from '#hardware/drivers/board/board';
import type { BoardKind } from '#hardware/drivers/board/session';
import type { CardReader } from '#hardware/drivers/card-reader';
import type { DeviceStatus } from '#hardware/drivers/device-status';
import { createPn532Reader } from '#hardware/drivers/pn532/reader';
import { createWebNfc } from '#hardware/drivers/web-nfc';
import type { NdefReaderClass } from '#hardware/drivers/web-nfc/ndef-reader';
import { createWebSerial, type WebSerial } from '#hardware/drivers/web-serial';
import type { Panel } from '#hardware/simulator/panel';
import { startEmulator } from './emulator';
import type { Device } from './hardware-choice';
import { serialHost } from './serial';

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
  /** Reactive; null where there is nothing that could be away. */
  readonly status: DeviceStatus | null;
  close(): Promise<void>;
}

/** Pages of one browser agree by this name on who has the device. */
const SERIAL_LOCK = 'tapline-device';

export interface HardwareOptions {
  kind: BoardKind;
  /** Which serial ports may be tried for it: what is written to find it may stand on paper otherwise. */
  isOurs: IsOurs;
}

type IsOurs = (port: SerialPortInfo) => boolean;

export function openHardware(device: Device, { kind, isOurs }: HardwareOptions): Hardware {
  if (device === 'board') return openBoard(kind, isOurs);
  if (device === 'pn532') return openPn532(isOurs);
  if (device === 'phone') return openPhone();
  if (device === 'screen') return openEmulator(kind);
  return {
    readers: [],
    board: null,
    panel: null,
    request: null,
    status: null,
    close: () => Promise.resolve(),
  };
}

const openSerial = (isOurs: IsOurs): WebSerial =>
  createWebSerial({ serial: serialHost(), locks: navigator.locks, lock: SERIAL_LOCK, isOurs });

function openBoard(kind: BoardKind, isOurs: IsOurs): Hardware {
  const serial = openSerial(isOurs);
  const board = createBoard({ source: serial, kind });
  return watched(board, {
    readers: [board],
    board,
    panel: null,
    request: serial.request,
    close: board.close,
  });
}

function openPn532(isOurs: IsOurs): Hardware {
  const serial = openSerial(isOurs);
  const reader = createPn532Reader({ source: serial });
  return watched(reader, {
    readers: [reader],
    board: null,
    panel: null,
    request: serial.request,
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
    close: reader.close,
  });
}

function openEmulator(kind: BoardKind): Hardware {
  const { board, panel, close } = startEmulator(kind);
  return watched(board, { readers: [board, panel.typed], board, panel, request: null, close });
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
