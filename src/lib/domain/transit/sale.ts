/**
 * Where a sale stands on the sales kiosk. While it is `issuing` the server may have written the pass, so nothing but
 * an answer moves it; `unanswered`, it can only be asked about again under the same `saleId`, or given up.
 */
export type SalesStep =
  | { step: 'tap' }
  | { step: 'choose'; cardId: string }
  | {
      step: 'confirm';
      cardId: string;
      product: string;
      saleId: string;
      phase: 'waiting' | 'issuing' | 'unanswered';
    }
  | { step: 'issued'; cardId: string; product: string }
  | { step: 'has-pass'; cardId: string }
  | { step: 'mismatch' }
  | { step: 'timeout' };

/** What can happen to a sale on its way. */
export type SalesInput =
  | { type: 'card-known'; cardId: string; hasPass: boolean }
  | { type: 'product-chosen'; product: string; saleId: string }
  | { type: 'card-tapped'; cardId: string }
  | { type: 'issued' }
  | { type: 'refused-has-pass' }
  | { type: 'not-answered' }
  | { type: 'cancelled' }
  | { type: 'timed-out' }
  | { type: 'restarted' };

export const salesStart: SalesStep = { step: 'tap' };

/** The next step of a sale; an input that means nothing at this step changes nothing and gives the same object. */
export function nextSalesStep(state: SalesStep, input: SalesInput): SalesStep {
  if (isIssuing(state)) return afterIssuing(state, input);
  switch (input.type) {
    case 'card-known':
      return knowCard(state, input);
    case 'product-chosen':
      return choose(state, input);
    case 'card-tapped':
      return confirm(state, input.cardId);
    case 'cancelled':
      return state.step === 'tap' ? state : salesStart;
    case 'timed-out':
      return isOpen(state) ? { step: 'timeout' } : state;
    case 'restarted':
      return isOver(state) ? salesStart : state;
    default:
      // Answers to nothing that was asked.
      return state;
  }
}

type Issuing = Extract<SalesStep, { step: 'confirm' }> & { phase: 'issuing' };

function afterIssuing(state: Issuing, { type }: SalesInput): SalesStep {
  const { cardId, product } = state;
  if (type === 'issued') return { step: 'issued', cardId, product };
  if (type === 'refused-has-pass') return { step: 'has-pass', cardId };
  return type === 'not-answered' ? { ...state, phase: 'unanswered' } : state;
}

function knowCard(state: SalesStep, { cardId, hasPass }: { cardId: string; hasPass: boolean }): SalesStep {
  if (state.step === 'confirm') return state;
  return hasPass ? { step: 'has-pass', cardId } : { step: 'choose', cardId };
}

/** Until the card is tapped again, the rider may change her mind. */
function choose(state: SalesStep, { product, saleId }: { product: string; saleId: string }): SalesStep {
  if (state.step === 'choose') {
    return { step: 'confirm', cardId: state.cardId, product, saleId, phase: 'waiting' };
  }
  const another = state.step === 'confirm' && state.phase === 'waiting' && state.product !== product;
  return another ? { ...state, product, saleId } : state;
}

function confirm(state: SalesStep, cardId: string): SalesStep {
  if (state.step !== 'confirm') return state;
  return cardId === state.cardId ? { ...state, phase: 'issuing' } : { step: 'mismatch' };
}

/** The server is asked to put the pass on the card. */
export const isIssuing = (state: SalesStep): state is Issuing =>
  state.step === 'confirm' && state.phase === 'issuing';

/** The rider is in the middle of it: silence must lead back to the start. */
export const isOpen = (state: SalesStep): boolean => state.step === 'choose' || state.step === 'confirm';

/** The rider has her answer: the screen goes back to the start by itself, and the next card may come at once. */
export const isOver = (state: SalesStep): boolean => !isOpen(state) && state.step !== 'tap';
