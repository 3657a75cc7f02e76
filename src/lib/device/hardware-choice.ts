/**
 * What a kiosk works with, beside the keyboard, which is always heard. `board`: our board. `pn532`: a reader without lamps.
 * `screen`: the emulated board on the screen. `keyboard`: nothing else.
 */
export const DEVICES = ['board', 'pn532', 'keyboard', 'screen'] as const;
export type Device = (typeof DEVICES)[number];

/** It is the browser's, not somebody's: it outlives a log-out. */
const keyOf = (deviceId: string): string => `tapline-hardware:${deviceId}`;

/** What was chosen at the set-up; null if nothing was. */
export function readChoice(storage: Storage | null, deviceId: string): Device | null {
  const kept = storage?.getItem(keyOf(deviceId));
  return DEVICES.find((device) => device === kept) ?? null;
}

/** Whether it could be kept: a browser may refuse to. */
export function keepChoice(storage: Storage | null, deviceId: string, device: Device): boolean {
  try {
    storage?.setItem(keyOf(deviceId), device);
    return storage !== null;
  } catch {
    return false;
  }
}
