import { DeviceError } from '../device-fault';

/** As long as the board's two missed heartbeats, and its four. */
const WEAK_AFTER_MS = 2000;
const DEAD_AFTER_MS = 4000;

/** How long the chip has done nothing of what it was asked, and what that makes of it. */
export interface Health {
  /** It has done what it was asked. */
  good(): void;
  /**
   * It has not.
   * @throws DeviceError `silent` when it is worth opening the line anew.
   */
  bad(): void;
}

/** `onPhase` is called at each change; as long as nothing was good, there is none. */
export function createHealth(onPhase: (phase: 'ready' | 'weak') => void): Health {
  let goodAt = performance.now();
  let phase: 'opening' | 'ready' | 'weak' = 'opening';

  function turn(next: 'ready' | 'weak'): void {
    if (phase !== next) onPhase(next);
    phase = next;
  }

  return {
    good() {
      goodAt = performance.now();
      turn('ready');
    },
    bad() {
      const silentMs = performance.now() - goodAt;
      if (silentMs >= DEAD_AFTER_MS) throw new DeviceError('silent');
      if (silentMs >= WEAK_AFTER_MS && phase === 'ready') turn('weak');
    },
  };
}
