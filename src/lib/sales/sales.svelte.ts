import { v7 as uuid } from 'uuid';
import type { Result } from '#contract/result';
import type { IssuedPass, Receipt } from '#contract/transit';
import type { PassView } from '#domain/transit/pass';
import type { Product } from '#domain/transit/product';
import {
  isIssuing,
  isOpen,
  isOver,
  nextSalesStep,
  salesStart,
  type SalesInput,
  type SalesStep,
} from '#domain/transit/sale';
import type { CardReader, Unread } from '#hardware/drivers/card-reader';
import type { GateBoard } from '#hardware/drivers/gate-board';
import { UNREAD_PROMPTS } from '$lib/device/unread';
import type { Desk } from './desk';
import { createSpeech, promptsFor, type SalesVoice } from './speech';

/** The rider has gone if nothing happens for this long. */
const PATIENCE_MS = 30_000;
/** How long an outcome, or a notice on the first screen, stays. */
const SHOWN_MS = 8000;

/**
 * Something that is the matter without being a step. `unsettled`: the sale was given up without an answer, so the pass
 * may be on the card all the same.
 */
export type Notice = 'not-answered' | 'blocked' | 'unsettled' | Unread;

export interface SalesParts {
  desk: Desk;
  reader: CardReader;
  board: GateBoard;
  prompter: SalesVoice;
  catalogue: readonly Product[];
  /** A pass was sold. Nothing waits for what becomes of its receipt. */
  onSold?: (receipt: Receipt) => void;
  newId?: () => string;
}

export interface Sales {
  /** Reactive. */
  readonly state: SalesStep;
  /** Reactive. */
  readonly notice: Notice | null;
  /** Reactive. The pass that is on the card: found there, or just issued. */
  readonly pass: PassView | null;
  choose(product: string): void;
  cancel(): void;
  close(): void;
}

/** A sales kiosk: from a card at the reader to a pass on it. What happens to a sale is decided by `nextSalesStep`. */
export function createSales(parts: SalesParts): Sales {
  const { desk, reader, board, prompter, catalogue, onSold, newId = uuid } = parts;
  const speech = createSpeech((prompt) => prompter.say(prompt));
  let state = $state.raw<SalesStep>(salesStart);
  let notice = $state<Notice | null>(null);
  let pass = $state.raw<PassView | null>(null);
  let silence: ReturnType<typeof setTimeout> | undefined;
  let lookUps = 0;
  let closed = false;

  function go(input: SalesInput): boolean {
    const next = nextSalesStep(state, input);
    const moved = next !== state;
    if (moved) {
      notice = givesUp(state, next) ? 'unsettled' : null;
      state = next;
      speech.speak(promptsFor(next));
    }
    listenForSilence();
    return moved;
  }

  /** Every action of the rider begins the silence anew. */
  function listenForSilence(): void {
    clearTimeout(silence);
    if (isIssuing(state)) return;
    if (isOpen(state)) silence = setTimeout(() => go({ type: 'timed-out' }), PATIENCE_MS);
    else if (isOver(state)) silence = setTimeout(() => go({ type: 'restarted' }), SHOWN_MS);
    else if (notice) silence = setTimeout(() => (notice = null), SHOWN_MS);
  }

  /** A card that cannot be sold to; whatever stood on the screen was about another one, or cannot go on either. */
  function turnAway(why: 'not-answered' | 'blocked'): void {
    go({ type: 'cancelled' });
    notice = why;
    speech.speak(why === 'blocked' ? ['access-denied'] : ['try-again']);
    listenForSilence();
  }

  /** In the middle of a sale it is only said: the sale goes on with its card. */
  function refuseUnread(why: Unread): void {
    if (isIssuing(state)) return;
    if (isOver(state)) go({ type: 'restarted' });
    speech.speak([UNREAD_PROMPTS[why]]);
    if (state.step === 'tap') notice = why;
    listenForSilence();
  }

  async function present(cardId: string): Promise<void> {
    if (isIssuing(state)) return;
    if (state.step !== 'confirm') return lookUp(cardId);
    go({ type: 'card-tapped', cardId });
    if (isIssuing(state)) await issue(state);
  }

  async function lookUp(cardId: string): Promise<void> {
    const asked = ++lookUps;
    const result = await desk.lookUp(cardId);
    // Only the latest card counts, and none that was there before a cancel or a choice.
    if (closed || asked !== lookUps) return;
    if (!result.ok) return turnAway('not-answered');
    if (result.data.blocked) return turnAway('blocked');
    pass = result.data.pass;
    go({ type: 'card-known', cardId, hasPass: pass !== null });
  }

  async function issue({ cardId, product, saleId }: { cardId: string; product: string; saleId: string }) {
    const result = await desk.complete({ saleId, cardId, product, payment: 'terminal' });
    if (closed) return;
    pass = result.ok ? result.data.pass : null;
    go({ type: outcomeOf(result) });
    if (result.ok) onSold?.(result.data.receipt);
  }

  function choose(product: string): void {
    if (go({ type: 'product-chosen', product, saleId: newId() })) lookUps += 1;
  }

  function cancel(): void {
    if (go({ type: 'cancelled' })) lookUps += 1;
  }

  const leave = [
    reader.onCard((cardId) => void present(cardId)),
    reader.onUnread(refuseUnread),
    board.onButton((key) => {
      const product = catalogue[key - 1];
      if (product) choose(product.code);
    }),
  ];

  return {
    get state() {
      return state;
    },
    get notice() {
      return notice;
    },
    get pass() {
      return pass;
    },
    choose,
    cancel,
    close() {
      closed = true;
      for (const off of leave) off();
      clearTimeout(silence);
      speech.stop();
      board.bye();
    },
  };
}

/** A sale without an answer is left for something else than its answer. */
const givesUp = (from: SalesStep, to: SalesStep): boolean =>
  from.step === 'confirm' && from.phase === 'unanswered' && to.step !== 'confirm';

/** Any refusal but `conflict` leaves open whether an earlier attempt was committed, so the sale stays as it is. */
function outcomeOf(result: Result<IssuedPass>): 'issued' | 'refused-has-pass' | 'not-answered' {
  if (result.ok) return 'issued';
  return result.error.code === 'conflict' ? 'refused-has-pass' : 'not-answered';
}
