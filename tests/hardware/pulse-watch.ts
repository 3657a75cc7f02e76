import type { BoardView } from '#hardware/simulator/virtual-board';

export interface PulseWatch {
  /** @param at milliseconds of the clock beside the board */
  see(view: BoardView, at: number): void;
  /** The length of the relay's last pulse in ms; 0 before its first. */
  pulseMs(): number;
  /** How long it was shut before its last pulse, in ms. */
  shutMs(): number;
}

/** Times the relay's pulses where they are seen first: a test looks late, and a pulse would seem shorter. */
export function watchPulses(): PulseWatch {
  let isOpen = false;
  let since = -Infinity;
  let [open, shut] = [0, Infinity];
  return {
    see({ gateOpen }, at) {
      if (gateOpen === isOpen) return;
      if (gateOpen) shut = at - since;
      else open = at - since;
      [isOpen, since] = [gateOpen, at];
    },
    pulseMs: () => open,
    shutMs: () => shut,
  };
}
