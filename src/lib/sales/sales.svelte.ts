import { v7 as uuid } from 'uuid';
import type { Desk } from '#contract/client/desk';
import type { Receipt } from '#contract/transit';
import { createCashier, type SalesNotice, type SalesView } from '#domain/transit/cashier';
import type { PassView } from '#domain/transit/pass';
import type { Product } from '#domain/transit/product';
import { salesStart, type SalesStep } from '#domain/transit/sale';
import type { CardReader } from '#hardware/drivers/card-reader';
import type { GateBoard } from '#hardware/drivers/gate-board';

import { createSpeech, promptsFor, promptsTurningAway, type SalesVoice } from './speech';

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
  readonly notice: SalesNotice | null;
  /** Reactive. The pass that is on the card: found there, or just issued. */
  readonly pass: PassView | null;
  choose(product: string): void;
  cancel(): void;
  close(): void;
}

/** A sales kiosk: from a card at the reader to a pass on it, on the screen and aloud. */
export function createSales(parts: SalesParts): Sales {
  const { desk, reader, board, prompter, catalogue, onSold, newId = uuid } = parts;
  const speech = createSpeech((prompt) => prompter.say(prompt));
  let view = $state.raw<SalesView>({ state: salesStart, notice: null, pass: null });
  const cashier = createCashier({
    desk: {
      lookUp: (cardId) => desk.lookUp(cardId),
      async complete(order) {
        const result = await desk.complete({ ...order, payment: 'terminal' });
        if (result.ok) onSold?.(result.data.receipt);
        return result;
      },
    },
    onView: (next) => (view = next),
    onNews: (news) =>
      speech.speak('step' in news ? promptsFor(news.step) : promptsTurningAway(news.turnedAway)),
    newId,
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  });

  const leave = [
    reader.onCard((cardId) => void cashier.present(cardId)),
    reader.onUnread(cashier.refuseUnread),
    board.onButton((key) => {
      const product = catalogue[key - 1];
      if (product) cashier.choose(product.code);
    }),
  ];

  return {
    get state() {
      return view.state;
    },
    get notice() {
      return view.notice;
    },
    get pass() {
      return view.pass;
    },
    choose: cashier.choose,
    cancel: cashier.cancel,
    close() {
      for (const off of leave) off();
      cashier.close();
      speech.stop();
      board.bye();
    },
  };
}
