import { v7 as uuid } from 'uuid';
import type { ErrorCode } from '#contract/error-codes';
import type { Decision } from '#contract/transit';
import { createGatekeeper } from '#domain/transit/gatekeeper';
import type { Product } from '#domain/transit/product';
import type { CardReader, Unread } from '#hardware/drivers/card-reader';
import type { GateBoard } from '#hardware/drivers/gate-board';
import { createGateSignals } from '#hardware/drivers/gate-signals';
import type { TapAuthorizer } from './authorizer';
import { speakDecision, speakError, speakUnread, type GateVoice } from './speech';

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
  let screen = $state.raw<GateScreen>({ state: 'idle' });
  const signals = createGateSignals(board, () => (screen = { state: 'idle' }));
  const gatekeeper = createGatekeeper<ErrorCode>({
    authorize: (tap, withinMs) => authorizer.authorize(tap, withinMs),
    onAnswer(answer, { tapId }) {
      if (answer.ok) tell(answer.data);
      else fail(tapId, answer.error.code);
    },
    report: (fault) => reportError(fault),
    newId,
    now,
  });

  function tell(decision: Decision): void {
    signals.decision(decision);
    speakDecision(prompter, decision, catalogue);
    screen = { state: decision.granted ? 'granted' : 'denied', decision };
  }

  function fail(tapId: string, reason: ErrorCode): void {
    signals.error();
    speakError(prompter);
    screen = { state: 'error', reason, tapId };
  }

  /** A second card in the same purse, seen after the first one was taken, is not worth a word. */
  function refuseUnread(why: Unread): void {
    if (why === 'several' && !isResting()) return;
    signals.refusal();
    speakUnread(prompter, why);
    screen = { state: 'denied', unread: why };
  }

  const isResting = (): boolean => signals.isIdle && !gatekeeper.isAwaited();

  const leaveReader = [reader.onCard(gatekeeper.present), reader.onUnread(refuseUnread)];

  return {
    get screen() {
      return screen;
    },
    isResting,
    close() {
      for (const leave of leaveReader) leave();
      gatekeeper.close();
      signals.close();
    },
  };
}
