import type { ByteLine } from '../byte-line';
import { DeviceError } from '../device-fault';
import { WAKE_UP, type Command } from './commands';
import { createFrameReader, encodeFrame, type Frame } from './frame';

/** The chip acknowledges within 15 ms; a USB-UART keeps bytes for up to 16 more (FTDI), and a page has its hitches. */
const ACK_WITHIN_MS = 40;
/** Looking for two cards, twice each, takes the chip well below this. */
const ANSWER_WITHIN_MS = 400;

/** One command after the other, each acknowledged, then answered. */
export interface Exchange {
  /**
   * The answer without its code.
   * @throws DeviceError `silent`: nothing came, not in time, or nothing that means anything. It may still come.
   */
  ask(command: Command): Promise<readonly number[]>;
  /** What is asked next is heard by a chip that sleeps, too. */
  wake(): void;
}

/** `signal` ends what is asked, with its reason. */
export function openExchange(line: ByteLine, signal: AbortSignal): Exchange {
  const frames = createFrameReader();
  let pending: Pending | null = null;
  line.onBytes((bytes) => frames.push(bytes).forEach((frame) => pending?.hear(frame)));
  signal.addEventListener('abort', () => pending?.settle(null));
  return {
    async ask(command) {
      signal.throwIfAborted();
      frames.reset();
      const answer = new Promise<Answer>((resolve) => {
        pending = expectAnswer(command, (answer) => {
          pending = null;
          resolve(answer);
        });
      });
      line.write(encodeFrame(command));
      const data = await answer;
      signal.throwIfAborted();
      if (!data) throw new DeviceError('silent');
      return data;
    },
    wake: () => line.write(WAKE_UP),
  };
}

type Answer = readonly number[] | null;

interface Pending {
  hear(frame: Frame): void;
  settle(answer: Answer): void;
}

/** Takes the ACK, then the answer, and nothing that is neither. Calls back once. */
function expectAnswer([code]: Command, onAnswer: (answer: Answer) => void): Pending {
  let isAcknowledged = false;
  let timer = setTimeout(() => settle(null), ACK_WITHIN_MS);

  function settle(answer: Answer): void {
    clearTimeout(timer);
    onAnswer(answer);
  }

  function hear(frame: Frame): void {
    if (!isAcknowledged) acknowledge(frame);
    else if (frame.type === 'refusal') settle(null);
    else if (frame.type === 'answer' && frame.code === code + 1) settle(frame.data);
  }

  function acknowledge(frame: Frame): void {
    if (frame.type !== 'ack') return;
    isAcknowledged = true;
    clearTimeout(timer);
    timer = setTimeout(() => settle(null), ANSWER_WITHIN_MS);
  }

  return { hear, settle };
}
