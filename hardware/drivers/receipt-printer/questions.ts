import { DeviceError, type DeviceFault } from '../device-fault';
import type { PrinterLine } from './printer-line';

/** A question to a printer in ESC/POS, and the form of its answer, which is one byte. */
interface Question {
  bytes: readonly number[];
  isAnswer: (byte: number) => boolean;
}

/** `DLE EOT n` is answered at once, whatever the printer is doing. Its answers are xx1xxx10 between 0 and 1. */
const isAtOnce = (byte: number): boolean => (byte & 0x93) === 0x12;
const WHY_OFFLINE: Question = { bytes: [0x10, 0x04, 0x02], isAnswer: isAtOnce };
const PAPER: Question = { bytes: [0x10, 0x04, 0x04], isAnswer: isAtOnce };
const COVER_OPEN = 0x04;
const FAILED = 0x40;
const PAPER_END = 0x60;

/** `GS r 1` stands in line with what is printed: its answer means that all before it is done. */
export const IS_ALL_DONE: Question = { bytes: [0x1d, 0x72, 0x01], isAnswer: (byte) => (byte & 0x90) === 0 };

/** A printer that answers at all does so within some milliseconds. */
const ANSWERS_WITHIN_MS = 500;

export interface Standing {
  /** It is one of those that say how they are. */
  answers: boolean;
  trouble: DeviceFault | null;
}

/**
 * Asks a printer how it is.
 * @throws DeviceError when it is lost meanwhile, or takes not even a question.
 */
export async function standingOf(line: PrinterLine): Promise<Standing> {
  try {
    return await answeredStanding(line);
  } catch (error) {
    const isStuck = error instanceof DeviceError && error.fault === 'silent';
    if (isStuck && (await line.isOutOfPaper())) return { answers: false, trouble: 'out-of-paper' };
    throw error;
  }
}

async function answeredStanding(line: PrinterLine): Promise<Standing> {
  const paper = await ask(line, PAPER, ANSWERS_WITHIN_MS);
  if (paper === null) return { answers: false, trouble: null };
  if (paper & PAPER_END) return { answers: true, trouble: 'out-of-paper' };
  const why = (await ask(line, WHY_OFFLINE, ANSWERS_WITHIN_MS)) ?? 0;
  if (why & COVER_OPEN) return { answers: true, trouble: 'cover-open' };
  return { answers: true, trouble: why & FAILED ? 'halted' : null };
}

/**
 * Sends a question, behind `before` if there is something, and waits for the answer; null if none comes in time.
 * @throws DeviceError when the line is lost, or does not take it.
 */
export async function ask(
  line: PrinterLine,
  { bytes, isAnswer }: Question,
  withinMs: number,
  before: Uint8Array = new Uint8Array(),
): Promise<number | null> {
  const { answer, stopListening } = listenFor(line, isAnswer);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([line.send(Uint8Array.from([...before, ...bytes])), answer]);
    const tooLate = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), withinMs)));
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}

function listenFor(line: PrinterLine, isAnswer: Question['isAnswer']) {
  const leave: (() => void)[] = [];
  const answer = new Promise<number>((resolve, reject) => {
    leave.push(
      line.onBytes((heard) => {
        const found = heard.find(isAnswer);
        if (found !== undefined) resolve(found);
      }),
      line.onLost((fault) => reject(new DeviceError(fault))),
    );
  });
  return { answer, stopListening: () => leave.forEach((off) => off()) };
}
