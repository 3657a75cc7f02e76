import { DEVICE_FAULTS, type DeviceFault } from '#hardware/drivers/device-fault';
import type { DeviceStatus } from '#hardware/drivers/device-status';
import * as m from '$lib/i18n/paraglide/messages';
import type { Device } from './hardware-choice';

const faults: Record<DeviceFault, () => string> = {
  unsupported: m.device_unsupported,
  'no-permission': m.device_no_permission,
  absent: m.device_absent,
  taken: m.device_taken,
  'not-opened': m.device_not_opened,
  alike: m.device_alike,
  unplugged: m.device_unplugged,
  silent: m.device_silent,
  version: m.device_version,
  'reader-dead': m.device_reader_dead,
  'out-of-paper': m.device_out_of_paper,
  'cover-open': m.device_cover_open,
  halted: m.device_halted,
  busy: m.device_busy,
};

const mending = {
  operator: m.device_mend_operator,
  hands: m.device_mend_hands,
  nobody: m.device_mend_nobody,
  installer: m.device_mend_installer,
};

/** A phone's own reader has neither plug nor cable, and is not chosen but allowed. */
const phoneFaults: Partial<Record<DeviceFault, () => string>> = {
  unsupported: m.device_nfc_unsupported,
  'no-permission': m.device_nfc_no_permission,
  'not-opened': m.device_nfc_not_opened,
};

const phoneMending: Partial<Record<DeviceFault, () => string>> = {
  'no-permission': m.device_mend_nfc_permission,
  'not-opened': m.device_mend_nfc_off,
};

/** What is the matter with a device, in one line; null while all is well. */
export function deviceWords({ phase, fault }: DeviceStatus, device: Device | null = null): string | null {
  if (fault) return ((device === 'phone' && phoneFaults[fault]) || faults[fault])();
  return phase === 'weak' ? m.device_silent() : null;
}

/** Who can mend it, in one line. */
export const mendingWords = (fault: DeviceFault, device: Device | null): string =>
  ((device === 'phone' && phoneMending[fault]) || mending[DEVICE_FAULTS[fault].mender])();
