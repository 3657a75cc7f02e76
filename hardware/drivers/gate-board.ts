export const LAMPS = ['red', 'amber', 'green'] as const;
export type Lamp = (typeof LAMPS)[number];

/** For each lamp 0: off, 1: on, n > 1: blinking, beginning lit, n milliseconds on and n off. */
export type LampPattern = Readonly<Record<Lamp, number>>;

/** `times` tones of `hz`, each `ms` long with as long a pause between. */
export interface Buzz {
  hz: number;
  ms: number;
  times: number;
}

export type ButtonKey = 1 | 2 | 3;

/** The longest pulse that a board gives its relay, in milliseconds; a longer one is cut to it. */
export const LONGEST_PULSE_MS = 5000;

/**
 * Port: lamps, buzzer, relay and buttons. Patterns run on the board, so a busy page cannot make them stutter.
 * A board cannot refuse: one that has lost its host or its power is dark and shut by itself.
 */
export interface GateBoard {
  /** Replaces what all three lamps do. */
  lamps(pattern: LampPattern): void;
  buzz(buzz: Buzz): void;
  /** One pulse of the relay; a pulse, never a level. */
  openGate(ms: number): void;
  /** A key went down. Returns the function that takes the listener off. */
  onButton(listener: (key: ButtonKey) => void): () => void;
  /** The host is leaving: all off. The next call of another function begins again. */
  bye(): void;
}
