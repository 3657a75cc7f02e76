import type { Command } from '../../protocol/command';
import { LONGEST_PULSE_MS, type Buzz, type LampPattern } from '../gate-board';
import type { Answer } from './requests';
import type { Talk } from './talk';

/** A rider for whom the gate did not open within this time has gone, or has been let in by hand. */
const PULSE_LIFE_MS = 2000;

const BUSY_AGAIN_MS = 100;

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
  /** The host has taken leave: nothing of before matters to the next session. */
  forget(): void;
}

export function createOutputs(): Outputs {
  let talk: Talk | null = null;
  let pattern = DARK;
  let lampsAreDue = false;
  let pulse: { ms: number; until: number } | null = null;

  const ask = async (command: Command | (() => Command)): Promise<Answer | null> =>
    (await talk?.ask(command).catch(() => null)) ?? null;

  /** Until the board has them: a lamp that shows what is no longer so would wave the next rider on. */
  const sendLamps = async (): Promise<void> => {
    if (!talk || lampsAreDue) return;
    lampsAreDue = true;
    const over = talk;
    const answer = await ask(() => {
      lampsAreDue = false;
      return lampCommand(pattern);
    });
    if (answer === null && over === talk) await sendLamps();
  };

  const sendPulse = async (): Promise<void> => {
    if (!talk || !pulse) return;
    const sent = pulse;
    pulse = null;
    // What waits before it may have taken its time: too late is decided when its turn has come.
    const answer = await ask(() => (performance.now() < sent.until ? pulseCommand(sent.ms) : NOTHING));
    if (isUndone(answer)) pulse ??= sent;
    // The pulse of the rider before: this one has its own, right after it.
    if (isBusy(answer)) setTimeout(() => void sendPulse(), BUSY_AGAIN_MS);
  };

  return {
    lamps(next) {
      pattern = next;
      void sendLamps();
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
      void sendLamps();
      void sendPulse();
    },
    pause() {
      talk = null;
    },
    forget() {
      pattern = DARK;
      pulse = null;
    },
  };
}

/** The board said that it has done nothing: at once, for it has no session, or because the gate is open. */
const isUndone = (answer: Answer | null): boolean =>
  isBusy(answer) || (answer?.ok === false && answer.code === 'SAFE' && answer.tries === 1);

const isBusy = (answer: Answer | null): boolean => answer?.ok === false && answer.code === 'BUSY';

const NOTHING: Command = { verb: 'PING', args: {} };

const pulseCommand = (ms: number): Command => ({ verb: 'GATE', args: { ms: String(ms) } });

const lampCommand = ({ red, amber, green }: LampPattern): Command => ({
  verb: 'LAMP',
  args: { r: String(red), a: String(amber), g: String(green) },
});
