/**
 * What can be the matter with a device: a closed list, each with who can mend it and what the screen does.
 *
 * `operator`: somebody must do something at the kiosk. `hands`: a cable, a plug, the device itself. `nobody`: it mends
 * itself, the screen goes on and only shows that the device is away. `installer`: another browser, firmware or device.
 */
export const DEVICE_FAULTS = {
  /** The browser has no way to speak to such devices, or this machine cannot tell which there are. */
  unsupported: { mender: 'installer', screen: 'ask' },
  /** Nobody has chosen a device, in this browser or among several at this machine, or the permission is gone. */
  'no-permission': { mender: 'operator', screen: 'ask' },
  /** It is not plugged in. */
  absent: { mender: 'hands', screen: 'wait' },
  /** Another page or program holds it. */
  taken: { mender: 'operator', screen: 'ask' },
  /** The operating system would not open it. */
  'not-opened': { mender: 'hands', screen: 'wait' },
  /** It looks like another device of this machine, so that neither could be told from the other. */
  alike: { mender: 'installer', screen: 'ask' },
  /** It was there, and was pulled out or has failed while it was used. */
  unplugged: { mender: 'hands', screen: 'wait' },
  /** It is open, and says nothing that could be understood. */
  silent: { mender: 'nobody', screen: 'wait' },
  /** It speaks another version of the protocol. */
  version: { mender: 'installer', screen: 'ask' },
  /** The board is well, its card reader is not. */
  'reader-dead': { mender: 'hands', screen: 'wait' },
  /** A printer's roll has come to its end. */
  'out-of-paper': { mender: 'hands', screen: 'wait' },
  /** A printer stands open. */
  'cover-open': { mender: 'hands', screen: 'wait' },
  /** A printer takes nothing, and its own lamps say why: a stuck knife, a hot head. */
  halted: { mender: 'hands', screen: 'wait' },
  /** It is asked for more than it does at once. */
  busy: { mender: 'nobody', screen: 'wait' },
} as const satisfies Record<string, { mender: Mender; screen: 'wait' | 'ask' }>;

type Mender = 'operator' | 'hands' | 'nobody' | 'installer';

export type DeviceFault = keyof typeof DEVICE_FAULTS;

export class DeviceError extends Error {
  override readonly name = 'DeviceError';

  constructor(
    readonly fault: DeviceFault,
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}
