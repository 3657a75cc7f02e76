import { createOpenTaps } from './open-taps';
import type { Decision } from './tap';
import { createTapLine } from './tap-line';

/** A tap is decided within this time of its presentation, or it is told that it could not be. */
const DECIDE_WITHIN_MS = 3000;

/** A card at the reader of a gate. Asked about again after no answer, it keeps its `tapId`. */
export interface Tap {
  tapId: string;
  cardId: string;
}

/** The decision, or the code of why there is none. */
export type TapAnswer<Code extends string> =
  { ok: true; data: Decision } | { ok: false; error: { code: Code | 'unavailable' } };

export interface GatekeeperParts<Code extends string> {
  /** Asks whoever decides. After `unavailable` (no answer within the milliseconds) the tap may have been committed. */
  authorize: (tap: Tap, withinMs: number) => Promise<TapAnswer<Code>>;
  onAnswer: (answer: TapAnswer<Code>, tap: Tap) => void;
  /** What breaks in telling an answer; the next tap is served all the same. */
  report: (fault: unknown) => void;
  newId: () => string;
  /** Milliseconds that only ever grow. */
  now: () => number;
}

/** Sees to the taps of one gate: each is asked about under the right id, in its turn and in its time. */
export interface Gatekeeper {
  present(cardId: string): void;
  /** Whether any tap still waits for its answer. */
  isAwaited(): boolean;
  /** Tells no more, not even an answer that is on its way. */
  close(): void;
}

export function createGatekeeper<Code extends string>(parts: GatekeeperParts<Code>): Gatekeeper {
  const { authorize, onAnswer, report, newId, now } = parts;
  const openTaps = createOpenTaps(newId, now);
  const line = createTapLine(report);
  let closed = false;

  async function serve(tap: Tap, deadline: number): Promise<void> {
    const answer = await ask(tap, deadline - now());
    // Only a tap without an answer keeps its id; a refused one would be refused again.
    if (answer.ok || answer.error.code !== 'unavailable') openTaps.answered(tap.cardId);
    if (!closed) onAnswer(answer, tap);
  }

  /** A tap whose time went by in the line is not asked about any more: its rider has stopped waiting. */
  async function ask(tap: Tap, withinMs: number): Promise<TapAnswer<Code>> {
    return withinMs <= 0 ? NO_ANSWER : authorize(tap, withinMs).catch(() => NO_ANSWER);
  }

  return {
    present(cardId) {
      const tap = { tapId: openTaps.idFor(cardId), cardId };
      const deadline = now() + DECIDE_WITHIN_MS;
      line.join(cardId, () => serve(tap, deadline));
    },
    isAwaited: openTaps.any,
    close: () => void (closed = true),
  };
}

const NO_ANSWER = { ok: false, error: { code: 'unavailable' } } as const;
