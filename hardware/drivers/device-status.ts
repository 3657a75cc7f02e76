import type { DeviceFault } from './device-fault';

/** How a device is that is kept open. */
export interface DeviceStatus {
  /** `weak`: it has fallen silent, and still counts as there. */
  phase: 'opening' | 'ready' | 'weak' | 'away';
  /** What is the matter, if anything is. */
  fault: DeviceFault | null;
}
