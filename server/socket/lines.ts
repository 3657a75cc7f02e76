import type { Config } from '#server/config';
import { addressOf } from '#server/http/address';
import type { Logger } from '#server/log';
import { createTokenBucket } from '#server/token-bucket';
import type { Line } from './io';

/** The connections themselves, from before anybody has said who they are. */
export interface Lines {
  /** With the network address each came from. */
  readonly open: ReadonlyMap<Line, string>;
  /** Closes a line that is one too many of its address, and one that goes on sending whatever it is told. */
  arrive(line: Line): void;
}

/** Frames of any kind, answers to pings included, in multiples of the commands that a socket may ask. */
const FRAMES_PER_COMMAND = 4;

export function createLines(config: Config, log: Logger): Lines {
  const { commandsPerSocket, linesPerAddress } = config.limits;
  const mostFrames = commandsPerSocket * FRAMES_PER_COMMAND;
  const open = new Map<Line, string>();
  const perAddress = new Map<string, number>();

  function count(address: string, by: 1 | -1): number {
    const lines = (perAddress.get(address) ?? 0) + by;
    if (lines > 0) perAddress.set(address, lines);
    else perAddress.delete(address);
    return lines;
  }

  return {
    open,
    arrive(line) {
      const address = addressOf(line.request, config);
      open.set(line, address);
      const lines = count(address, 1);
      line.once('close', () => {
        open.delete(line);
        count(address, -1);
      });
      if (lines > linesPerAddress) {
        log.warn({ address }, 'too many lines from one address: the newest is closed');
        line.close(true);
        return;
      }
      const frames = createTokenBucket({ perSecond: mostFrames, burst: mostFrames });
      line.on('packet', () => {
        if (!frames.take()) line.close(true);
      });
    },
  };
}
