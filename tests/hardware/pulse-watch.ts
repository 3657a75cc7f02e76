import type { BoardView } from '#hardware/simulator/virtual-board';

export interface PulseWatch {
  /** @param at milliseconds of the clock beside the board */
  see(view: BoardView, at: number): void;
  /** The length of the relay's last pulse in ms; 0 before its first. */
  pulseMs(): number;
}

/** Times the relay's pulses where they are seen first: a test looks late, and a pulse would seem shorter. */
export function watchPulses(): PulseWatch {
  let openedAt: number | null = null;
  let length = 0;
  return {
    see({ gateOpen }, at) {
      if (gateOpen) openedAt ??= at;
      else if (openedAt !== null) [length, openedAt] = [at - openedAt, null];
    },
    pulseMs: () => length,
  };
}
