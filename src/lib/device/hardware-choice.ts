import { WEDGE_FORMATS, type WedgeFormat } from '#hardware/drivers/keyboard-wedge/format';

/**
 * What a kiosk works with, beside the keyboard, which is always heard. `board`: our board. `pn532`: a reader without lamps.
 * `phone`: the reader of the phone that this browser runs on. `screen`: the emulated board on the screen. `keyboard`:
 * nothing else.
 */
export const DEVICES = ['board', 'pn532', 'phone', 'keyboard', 'screen'] as const;
export type Device = (typeof DEVICES)[number];

/** They are the browser's, not somebody's: they outlive a log-out. */
const keyOf = (deviceId: string): string => `tapline-hardware:${deviceId}`;
const formatKeyOf = (deviceId: string): string => `tapline-wedge:${deviceId}`;

/** What was chosen at the set-up; null if nothing was. */
export function readChoice(storage: Storage | null, deviceId: string): Device | null {
  const kept = storage?.getItem(keyOf(deviceId));
  return DEVICES.find((device) => device === kept) ?? null;
}

/** Whether it could be kept: a browser may refuse to. */
export const keepChoice = (storage: Storage | null, deviceId: string, device: Device): boolean =>
  keep(storage, keyOf(deviceId), device);

/** How the reader that types writes its ids; null for one that was not calibrated. */
export function readWedgeFormat(storage: Storage | null, deviceId: string): WedgeFormat | null {
  const kept = storage?.getItem(formatKeyOf(deviceId));
  return WEDGE_FORMATS.find((format) => format === kept) ?? null;
}

/** Whether it could be kept. */
export const keepWedgeFormat = (storage: Storage | null, deviceId: string, format: WedgeFormat): boolean =>
  keep(storage, formatKeyOf(deviceId), format);

function keep(storage: Storage | null, key: string, value: string): boolean {
  try {
    storage?.setItem(key, value);
    return storage !== null;
  } catch {
    return false;
  }
}
