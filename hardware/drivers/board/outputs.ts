import type { Command } from '../../protocol/command';
import { LONGEST_PULSE_MS, type Buzz, type LampPattern } from '../gate-board';
import type { Answer } from './requests';
import type { Talk } from './talk';

/** A rider for whom the gate did not open within this time has gone, or has been let in by hand. */
const PULSE_LIFE_MS = 2000;

const DARK: LampPattern = { red: 0, amber: 0, green: 0 };

/**
 * What the board shall show and do. Lamps are a state: the newest is sent, and sent again to a board that began anew.
 * Sounds and pulses are moments. A pulse that may have been given is never asked for again.
 */
export interface Outputs {
  lamps(pattern: LampPattern): void;
  buzz(buzz: Buzz): void;
  openGate(ms: number): void;
  /** There is a session now: everything that still matters is sent over it. */
  resume(talk: Talk): void;
  pause(): void;
}

export function createOutputs(): Outputs {
  let talk: Talk | null = null;
  let pattern = DARK;
  let lampsAreDue = false;
  let pulse: { ms: number; until: number } | null = null;

  const ask = async (command: Command | (() => Command)): Promise<Answer | null> =>
    (await talk?.ask(command).catch(() => null)) ?? null;

  const sendLamps = (): void => {
    if (!talk || lampsAreDue) return;
    lampsAreDue = true;
    void ask(() => {
      lampsAreDue = false;
      return lampCommand(pattern);
    });
  };

  const sendPulse = async (): Promise<void> => {
    if (!talk || !pulse) return;
    const sent = pulse;
    pulse = null;
    if (performance.now() >= sent.until) return;
    const answer = await ask({ verb: 'GATE', args: { ms: String(sent.ms) } });
    if (isUndone(answer)) pulse ??= sent;
  };

  return {
    lamps(next) {
      pattern = next;
      sendLamps();
    },
    buzz({ hz, ms, times }) {
      void ask({ verb: 'BUZ', args: { hz: String(hz), ms: String(ms), n: String(times) } });
    },
    openGate(ms) {
      pulse = { ms: Math.min(ms, LONGEST_PULSE_MS), until: performance.now() + PULSE_LIFE_MS };
      void sendPulse();
    },
    resume(next) {
      talk = next;
      lampsAreDue = false;
      sendLamps();
      void sendPulse();
    },
    pause() {
      talk = null;
    },
  };
}

/** The board said at once that it has no session, and so has done nothing. */
const isUndone = (answer: Answer | null): boolean =>
  answer?.ok === false && answer.code === 'SAFE' && answer.tries === 1;

const lampCommand = ({ red, amber, green }: LampPattern): Command => ({
  verb: 'LAMP',
  args: { r: String(red), a: String(amber), g: String(green) },
});
