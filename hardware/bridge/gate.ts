import { v7 as uuid } from 'uuid';
import type { Request } from '#contract/client/request';
import type { ErrorCode } from '#contract/error-codes';
import { maskCardId } from '#domain/transit/card';
import { createGatekeeper, type Tap, type TapAnswer } from '#domain/transit/gatekeeper';
import type { CardReader, Unread } from '../drivers/card-reader';
import type { GateBoard } from '../drivers/gate-board';
import { createGateSignals } from '../drivers/gate-signals';
import type { Logger } from './log';

export interface GateParts {
  board: CardReader & GateBoard;
  request: Request;
  log: Logger;
}

/** A gate without a screen: from a card at the reader to lamps, buzzer and relay. Returns the way to end it. */
export function runGate({ board, request, log }: GateParts): () => void {
  const signals = createGateSignals(board);
  const gatekeeper = createGatekeeper<ErrorCode>({
    authorize: (tap, timeoutMs) => request('tap:present', tap, { timeoutMs }),
    onAnswer: tell,
    report: (err) => log.error({ err }, 'A tap could not be told'),
    newId: uuid,
    now: () => performance.now(),
  });

  function tell(answer: TapAnswer<ErrorCode>, { tapId, cardId }: Tap): void {
    const card = maskCardId(cardId);
    if (!answer.ok) {
      signals.error();
      return log.warn({ tapId, card, code: answer.error.code }, 'No decision');
    }
    const { granted, reason, replay } = answer.data;
    signals.decision(answer.data);
    log.info({ tapId, card, reason, replay }, granted ? 'Granted' : 'Denied');
  }

  /** A second card in the same purse, seen after the first one was taken, is not worth a signal. */
  function refuse(why: Unread): void {
    if (why === 'several' && !(signals.isIdle && !gatekeeper.isAwaited())) return;
    signals.refusal();
    log.info({ why }, 'No card to be served');
  }

  const leave = [board.onCard(gatekeeper.present), board.onUnread(refuse)];
  return () => {
    for (const off of leave) off();
    gatekeeper.close();
    signals.close();
  };
}
