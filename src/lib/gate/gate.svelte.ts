import { v7 as uuid } from 'uuid';
import type { ErrorCode } from '#contract/error-codes';
import type { Result } from '#contract/result';
import type { Decision } from '#contract/transit';
import type { Product } from '#domain/transit/product';
import type { CardReader, Unread } from '#hardware/drivers/card-reader';
import type { GateBoard } from '#hardware/drivers/gate-board';
import type { Tap, TapAuthorizer } from './authorizer';
import { createOpenTaps } from './open-taps';
import { SHOWN_MS, signalDecision, signalError, signalIdle, signalRefusal } from './signals';
import { createTapLine } from './tap-line';
import { speakDecision, speakError, speakUnread, type GateVoice } from './speech';

/** A tap is decided within this time of its presentation, or it is told that it could not be. */
const DECIDE_WITHIN_MS = 3000;

/** What the gate tells its rider. */
export type GateScreen =
  | { state: 'idle' }
  | { state: 'granted' | 'denied'; decision: Decision }
  | { state: 'denied'; unread: Unread }
  | { state: 'error'; reason: ErrorCode; tapId: string };

export interface GateParts {
  authorizer: TapAuthorizer;
  reader: CardReader;
  board: GateBoard;
  prompter: GateVoice;
  catalogue: readonly Product[];
  newId?: () => string;
  /** Milliseconds that only ever grow. */
  now?: () => number;
}

export interface Gate {
  /** Reactive. */
  readonly screen: GateScreen;
  /** Whether nothing would be lost if this gate began anew: no rider is there, and no tap waits for its answer. */
  isResting(): boolean;
  /** Lamps off; cards are no longer heard. */
  close(): void;
}

/** A gate: from a card at the reader to screen, lamps, sound and the relay. Taps are decided one after the other. */
export function createGate(parts: GateParts): Gate {
  const {
    authorizer,
    reader,
    board,
    prompter,
    catalogue,
    newId = uuid,
    now = () => performance.now(),
  } = parts;
  const openTaps = createOpenTaps(newId, now);
  const line = createTapLine();
  let screen = $state.raw<GateScreen>({ state: 'idle' });
  let backToIdle: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function present(cardId: string): void {
    const tap = { tapId: openTaps.idFor(cardId), cardId };
    const deadline = now() + DECIDE_WITHIN_MS;
    line.join(cardId, () => serve(tap, deadline));
  }

  async function serve(tap: Tap, deadline: number): Promise<void> {
    const result = await ask(authorizer, tap, deadline - now());
    if (closed) return;
    // Only a tap without an answer keeps its id; a refused one would be refused again.
    if (result.ok || result.error.code !== 'unavailable') openTaps.answered(tap.cardId);
    if (result.ok) tell(result.data);
    else fail(tap, result.error.code);
  }

  function tell(decision: Decision): void {
    signalDecision(board, decision);
    speakDecision(prompter, decision, catalogue);
    show({ state: decision.granted ? 'granted' : 'denied', decision });
  }

  function fail({ tapId }: Tap, reason: ErrorCode): void {
    signalError(board);
    speakError(prompter);
    show({ state: 'error', reason, tapId });
  }

  /** A second card in the same purse, seen after the first one was taken, is not worth a word. */
  function refuseUnread(why: Unread): void {
    if (why === 'several' && !isResting()) return;
    signalRefusal(board);
    speakUnread(prompter, why);
    show({ state: 'denied', unread: why });
  }

  const isResting = (): boolean => screen.state === 'idle' && !openTaps.any();

  function show(next: Exclude<GateScreen, { state: 'idle' }>): void {
    screen = next;
    clearTimeout(backToIdle);
    backToIdle = setTimeout(rest, SHOWN_MS[next.state]);
  }

  function rest(): void {
    screen = { state: 'idle' };
    signalIdle(board);
  }

  const leaveReader = [reader.onCard(present), reader.onUnread(refuseUnread)];
  signalIdle(board);

  return {
    get screen() {
      return screen;
    },
    isResting,
    close() {
      closed = true;
      for (const leave of leaveReader) leave();
      clearTimeout(backToIdle);
      board.bye();
    },
  };
}

/** A tap whose time went by in the line is not asked about any more: its rider has stopped waiting. */
async function ask(authorizer: TapAuthorizer, tap: Tap, withinMs: number): Promise<Result<Decision>> {
  const unavailable: Result<Decision> = { ok: false, error: { code: 'unavailable', message: 'No decision' } };
  if (withinMs <= 0) return unavailable;
  return authorizer.authorize(tap, withinMs).catch(() => unavailable);
}
