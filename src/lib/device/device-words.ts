import { DEVICE_FAULTS, type DeviceFault } from '#hardware/drivers/device-fault';
import type { DeviceStatus } from '#hardware/drivers/device-status';
import * as m from '$lib/i18n/paraglide/messages';

const faults: Record<DeviceFault, () => string> = {
  unsupported: m.device_unsupported,
  'no-permission': m.device_no_permission,
  absent: m.device_absent,
  taken: m.device_taken,
  'not-opened': m.device_not_opened,
  unplugged: m.device_unplugged,
  silent: m.device_silent,
  version: m.device_version,
  'reader-dead': m.device_reader_dead,
  'out-of-paper': m.device_out_of_paper,
  'cover-open': m.device_cover_open,
  halted: m.device_halted,
  busy: m.device_busy,
};

/** What is the matter with a device, in one line; null while all is well. */
export function deviceWords({ phase, fault }: DeviceStatus): string | null {
  if (fault) return faults[fault]();
  return phase === 'weak' ? m.device_silent() : null;
}

/** Who can mend it, in one line. */
export const mendingWords = (fault: DeviceFault): string =>
  ({
    operator: m.device_mend_operator,
    hands: m.device_mend_hands,
    nobody: m.device_mend_nobody,
    installer: m.device_mend_installer,
  })[DEVICE_FAULTS[fault].mender]();
