import type { PassView } from './pass';
import {
  isIssuing,
  isOpen,
  isOver,
  nextSalesStep,
  salesStart,
  type SalesInput,
  type SalesStep,
} from './sale';

/** The rider has gone if nothing happens for this long. */
const PATIENCE_MS = 30_000;
/** How long an outcome, or a notice on the first screen, stays. */
const SHOWN_MS = 8000;

/** Why a presentation gave no card; as a reader tells it. */
type Unread = 'random' | 'several';

/**
 * Something that is the matter without being a step. `unsettled`: the sale was given up without an answer, so the pass
 * may be on the card all the same.
 */
export type SalesNotice = 'not-answered' | 'blocked' | 'unsettled' | Unread;

export interface SalesView {
  state: SalesStep;
  notice: SalesNotice | null;
  /** The pass that is on the card: found there, or just issued. */
  pass: PassView | null;
}

/** What is worth a sound: a step that was taken, or a card that is turned away. */
export type SalesNews = { step: SalesStep } | { turnedAway: Exclude<SalesNotice, 'unsettled'> };

type Answer<T> = { ok: true; data: T } | { ok: false; error: { code: string } };

export interface SaleOrder {
  saleId: string;
  cardId: string;
  product: string;
}

/** Port: whoever keeps the cards. */
export interface CardDesk {
  lookUp(cardId: string): Promise<Answer<{ blocked: boolean; pass: PassView | null }>>;
  /** After `unavailable` the pass may have been issued; the same `saleId` gets the same answer, and never a second pass. */
  complete(order: SaleOrder): Promise<Answer<{ pass: PassView }>>;
}

export interface CashierParts {
  desk: CardDesk;
  /** Called at each change, before what is said of it. */
  onView: (view: SalesView) => void;
  onNews: (news: SalesNews) => void;
  newId: () => string;
  /** Calls back when the milliseconds have passed, unless the function it returns was called before. */
  after: (ms: number, then: () => void) => () => void;
}

/** Serves riders at a till, one sale after the other. What happens to a sale is decided by `nextSalesStep`. */
export interface Cashier {
  present(cardId: string): Promise<void>;
  refuseUnread(why: Unread): void;
  choose(product: string): void;
  cancel(): void;
  /** Says no more. */
  close(): void;
}

export function createCashier({ desk, onView, onNews, newId, after }: CashierParts): Cashier {
  let view: SalesView = { state: salesStart, notice: null, pass: null };
  let stopClock = (): void => undefined;
  let lookUps = 0;
  let closed = false;

  function set(changes: Partial<SalesView>): void {
    view = { ...view, ...changes };
    onView(view);
  }

  function go(input: SalesInput): boolean {
    const { state } = view;
    const next = nextSalesStep(state, input);
    if (next !== state) {
      set({ state: next, notice: givesUp(state, next) ? 'unsettled' : null });
      onNews({ step: next });
    }
    listenForSilence();
    return next !== state;
  }

  /** Every action of the rider begins the silence anew. */
  function listenForSilence(): void {
    const { state, notice } = view;
    stopClock();
    if (isIssuing(state)) return;
    if (isOpen(state)) stopClock = after(PATIENCE_MS, () => go({ type: 'timed-out' }));
    else if (isOver(state)) stopClock = after(SHOWN_MS, () => go({ type: 'restarted' }));
    else if (notice) stopClock = after(SHOWN_MS, () => set({ notice: null }));
  }

  /** A card that cannot be sold to; whatever stood on the screen was about another one, or cannot go on either. */
  function turnAway(why: 'not-answered' | 'blocked'): void {
    go({ type: 'cancelled' });
    set({ notice: why });
    onNews({ turnedAway: why });
    listenForSilence();
  }

  async function lookUp(cardId: string): Promise<void> {
    const asked = ++lookUps;
    const result = await desk.lookUp(cardId);
    // Only the latest card counts, and none that was there before a cancel or a choice.
    if (closed || asked !== lookUps) return;
    if (!result.ok) return turnAway('not-answered');
    if (result.data.blocked) return turnAway('blocked');
    const { pass } = result.data;
    set({ pass });
    go({ type: 'card-known', cardId, hasPass: pass !== null });
  }

  async function issue({ cardId, product, saleId }: SaleOrder): Promise<void> {
    const result = await desk.complete({ saleId, cardId, product });
    if (closed) return;
    set({ pass: result.ok ? result.data.pass : null });
    go({ type: outcomeOf(result) });
  }

  return {
    async present(cardId) {
      if (isIssuing(view.state)) return;
      if (view.state.step !== 'confirm') return lookUp(cardId);
      go({ type: 'card-tapped', cardId });
      if (isIssuing(view.state)) await issue(view.state);
    },
    /** In the middle of a sale it is only said: the sale goes on with its card. */
    refuseUnread(why) {
      if (isIssuing(view.state)) return;
      if (isOver(view.state)) go({ type: 'restarted' });
      onNews({ turnedAway: why });
      if (view.state.step === 'tap') set({ notice: why });
      listenForSilence();
    },
    choose(product) {
      if (go({ type: 'product-chosen', product, saleId: newId() })) lookUps += 1;
    },
    cancel() {
      if (go({ type: 'cancelled' })) lookUps += 1;
    },
    close() {
      closed = true;
      stopClock();
    },
  };
}

/** A sale without an answer is left for something else than its answer. */
const givesUp = (from: SalesStep, to: SalesStep): boolean =>
  from.step === 'confirm' && from.phase === 'unanswered' && to.step !== 'confirm';

/** Any refusal but `conflict` leaves open whether an earlier attempt was committed, so the sale stays as it is. */
function outcomeOf(result: Answer<unknown>): 'issued' | 'refused-has-pass' | 'not-answered' {
  if (result.ok) return 'issued';
  return result.error.code === 'conflict' ? 'refused-has-pass' : 'not-answered';
}
