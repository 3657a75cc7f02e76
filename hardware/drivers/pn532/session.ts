import type { ByteLine } from '../byte-line';
import { DeviceError } from '../device-fault';
import { FIELD_OFF, GET_VERSION, LIST_CARDS, LOOK_TWICE, PN532, USE_NO_SAM } from './commands';
import { openExchange, type Exchange } from './exchange';
import { createHealth, type Health } from './health';
import { readSighting, type Sighting } from './sighting';

const LOOK_EVERY_MS = 80;
/** A card forgets all within 5 ms without a field (ISO/IEC 14443-3). */
const FIELD_OFF_MS = 10;
/** Long enough for the chip to drop half a command that it may hold. */
const PAUSE_MS = 100;

export interface SessionParts {
  /** Ends the session. */
  signal: AbortSignal;
  /** Called at each change. */
  onPhase: (phase: 'ready' | 'weak') => void;
  onSighting: (sighting: Sighting) => void;
}

/**
 * Holds one open line: wakes the chip and looks for cards, again and again. Whatever goes wrong, it begins anew. Ends
 * when the signal says so.
 * @throws DeviceError when the line or the chip is lost, or the chip is another one (`version`).
 */
export async function holdSession(line: ByteLine, parts: SessionParts): Promise<void> {
  const lost = new AbortController();
  line.onLost((fault) => lost.abort(new DeviceError(fault)));
  const signal = AbortSignal.any([parts.signal, lost.signal]);
  const chip = openExchange(line, signal);
  try {
    await keepLooking(chip, { ...parts, signal });
  } catch (error) {
    if (!parts.signal.aborted) throw error;
  } finally {
    lost.abort(); // lets go of what listens to the signal, which outlives the line
  }
}

async function keepLooking(chip: Exchange, parts: SessionParts): Promise<never> {
  const health = createHealth(parts.onPhase);
  for (;;) {
    try {
      await setUp(chip);
      await lookUntilSilent(chip, health, parts);
    } catch (error) {
      if (!isSilence(error)) throw error;
      health.bad();
      await rest(PAUSE_MS, parts.signal);
    }
  }
}

async function lookUntilSilent(chip: Exchange, health: Health, parts: SessionParts): Promise<never> {
  for (;;) {
    const beganAt = performance.now();
    parts.onSighting(await look(chip));
    health.good();
    await rest(Math.max(FIELD_OFF_MS, LOOK_EVERY_MS - (performance.now() - beganAt)), parts.signal);
  }
}

/**
 * Answers come in the order of the commands. So what was late has passed when the version is there, which is asked for
 * nowhere else, and no answer can be taken for that of another command.
 */
async function setUp(chip: Exchange): Promise<void> {
  chip.wake();
  await chip.ask(USE_NO_SAM);
  await chip.ask(FIELD_OFF);
  const [ic] = await chip.ask(GET_VERSION);
  if (ic !== PN532) throw new DeviceError('version');
  await chip.ask(LOOK_TWICE);
}

/**
 * The field goes off after each look, and before the first one, so that every card begins anew. With a standing field
 * the chip finds a held card only every other time, and of two it lists two, then one, then none; releasing them leaves
 * them halted.
 */
async function look(chip: Exchange): Promise<Sighting> {
  const sighting = readSighting(await chip.ask(LIST_CARDS));
  await chip.ask(FIELD_OFF);
  if (!sighting) throw new DeviceError('silent');
  return sighting;
}

const isSilence = (error: unknown): boolean => error instanceof DeviceError && error.fault === 'silent';

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);

    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
