import { v7 as uuid } from 'uuid';
import { onlineDesk } from '#contract/client/desk';
import type { Request } from '#contract/client/request';
import { maskCardId } from '#domain/transit/card';
import { createCashier, type SalesNews } from '#domain/transit/cashier';
import { salesStart, type SalesStep } from '#domain/transit/sale';
import type { CardReader } from '../drivers/card-reader';
import type { GateBoard } from '../drivers/gate-board';
import type { Logger } from './log';
import { lampsFor, soundFor } from './terminal-signals';

export interface TerminalParts {
  board: CardReader & GateBoard;
  request: Request;
  /** What the buttons sell, in their order: product codes. */
  products: readonly string[];
  log: Logger;
}

/** A till without a screen: tap, press one of three buttons, tap again; lamps tell the step. Returns the way to end it. */
export function runTerminal({ board, request, products, log }: TerminalParts): () => void {
  const desk = onlineDesk({ request });
  const cashier = createCashier({
    desk: {
      lookUp: desk.lookUp,
      complete: (order) => desk.complete({ ...order, payment: 'terminal' }),
    },
    onView: (view) => board.lamps(lampsFor(view)),
    onNews: tell,
    newId: uuid,
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  });

  function tell(news: SalesNews): void {
    const sound = soundFor(news);
    if (sound) board.buzz(sound);
    if ('turnedAway' in news) log.info({ why: news.turnedAway }, 'Turned away');
    else if (news.step.step !== 'tap') log.info(storyOf(news.step), 'Sale');
  }

  const leave = [
    board.onCard((cardId) => void cashier.present(cardId)),
    board.onUnread(cashier.refuseUnread),
    board.onButton((key) => {
      const product = products[key - 1];
      if (product) cashier.choose(product);
    }),
  ];
  board.lamps(lampsFor({ state: salesStart, notice: null }));
  return () => {
    for (const off of leave) off();
    cashier.close();
    board.bye();
  };
}

/** What a log may keep of a step: of a card its last two characters. */
const storyOf = (step: SalesStep): object =>
  'cardId' in step ? { ...step, cardId: maskCardId(step.cardId) } : step;
