import { createDeviceAccess } from '#contract/client/device-access';
import { createBoard } from '../drivers/board/board';
import { logBoard } from './board-log';
import { runGate } from './gate';
import { createIdentity } from './identity';
import { openKeyFile } from './key-file';
import type { Logger } from './log';
import { createSerialSource } from './node-serial';
import { openServerLine } from './server-line';
import type { Settings } from './settings';
import { runTerminal } from './terminal';

export interface Bridge {
  /** Takes leave of the board, lamps off, and of the server. */
  stop(): Promise<void>;
}

/**
 * Joins a board to a server: the one place where the parts of this program are chosen.
 * @throws SetupError for what cannot get better by itself
 */
export async function startBridge(settings: Settings, log: Logger): Promise<Bridge> {
  const { url, face, claim, products } = settings;
  const file = await openKeyFile(settings.dataDir);
  const identity = createIdentity({ access: createDeviceAccess(fetch, url), file, claim, log });
  const server = openServerLine({ url, token: identity.token, log });
  const board = createBoard({ source: createSerialSource(settings.port), kind: face });
  logBoard(board, log);
  const { request } = server;
  const leave =
    face === 'gate' ? runGate({ board, request, log }) : runTerminal({ board, request, products, log });
  return {
    async stop() {
      leave();
      server.close();
      await board.close();
    },
  };
}
