/** Where a sale stands on the sales kiosk. */
export type SalesStep =
  | { step: 'tap' }
  | { step: 'choose'; cardId: string }
  | { step: 'confirm'; cardId: string; product: string; saleId: string }
  | { step: 'issued'; cardId: string; product: string }
  | { step: 'has-pass'; cardId: string }
  | { step: 'mismatch' }
  | { step: 'timeout' };

/** What can happen to a sale on its way. */
export type SalesInput =
  | { type: 'card-known'; cardId: string; hasPass: boolean }
  | { type: 'product-chosen'; product: string; saleId: string }
  | { type: 'issued' }
  | { type: 'refused-has-pass' }
  | { type: 'other-card' }
  | { type: 'cancelled' }
  | { type: 'timed-out' }
  | { type: 'restarted' };

export const salesStart: SalesStep = { step: 'tap' };

/** The next step of a sale; an input that means nothing at this step changes nothing. */
export function nextSalesStep(state: SalesStep, input: SalesInput): SalesStep {
  switch (input.type) {
    case 'restarted':
      return salesStart;
    case 'cancelled':
      return isOpen(state) || isOver(state) ? salesStart : state;
    case 'timed-out':
      return isOpen(state) ? { step: 'timeout' } : state;
    case 'card-known':
      return knowCard(state, input);
    case 'product-chosen':
      // Until the card is tapped again, the rider may change her mind.
      return state.step === 'choose' || state.step === 'confirm'
        ? { step: 'confirm', cardId: state.cardId, product: input.product, saleId: input.saleId }
        : state;
    case 'other-card':
      return state.step === 'confirm' ? { step: 'mismatch' } : state;
    case 'issued':
      return state.step === 'confirm'
        ? { step: 'issued', cardId: state.cardId, product: state.product }
        : state;
    case 'refused-has-pass':
      return state.step === 'confirm' ? { step: 'has-pass', cardId: state.cardId } : state;
  }
}

function knowCard(state: SalesStep, input: { cardId: string; hasPass: boolean }): SalesStep {
  if (state.step === 'confirm') return state;
  return input.hasPass
    ? { step: 'has-pass', cardId: input.cardId }
    : { step: 'choose', cardId: input.cardId };
}

/** The rider is in the middle of it: silence must lead back to the start. */
export const isOpen = (state: SalesStep): boolean => state.step === 'choose' || state.step === 'confirm';

/** The rider has her answer: the screen goes back to the start by itself, and the next card may come at once. */
export const isOver = (state: SalesStep): boolean => !isOpen(state) && state.step !== 'tap';
