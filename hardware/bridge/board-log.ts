import type { Board, BoardStatus } from '../drivers/board/board';
import type { DeviceFault } from '../drivers/device-fault';
import type { Logger } from './log';

/** Those that a board has; others are a printer's. */
const FAULTS: Readonly<Partial<Record<DeviceFault, string>>> = {
  unsupported: 'This machine cannot tell its serial ports: name one with --port',
  'no-permission':
    'The port may not be opened (on Linux: is this user in the group dialout?), or there are several and none is named',
  absent: 'The board is not there; waiting for it',
  taken: 'Another program holds the board; waiting for it',
  'not-opened': 'The board’s port does not open; trying again',
  unplugged: 'The board was unplugged, or failed; waiting for it',
  silent: 'The board says nothing; trying again',
  version: 'The board speaks another version of TG1: its firmware has to be renewed',
  'reader-dead': 'The board’s card reader does not answer',
};

/** Writes a line whenever something about the board changes that somebody might want to mend. */
export function logBoard(board: Board, log: Logger): void {
  let last = '';
  board.onStatus((status) => {
    const words = wordsFor(status);
    if (words === null || words === last) return;
    last = words;
    if (status.fault) log.warn(words);
    else log.info(words);
  });
}

function wordsFor({ phase, fault, greeting }: BoardStatus): string | null {
  if (fault) return FAULTS[fault] ?? fault;
  if (phase !== 'ready' || !greeting) return null;
  return `The board is ready: ${greeting.hardware}, firmware ${greeting.firmware}`;
}
