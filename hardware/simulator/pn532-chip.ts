import { listCards, type ListedCard } from './pn532-field';
import type { TypeACard } from './type-a-card';

/** The chip PN532 at its serial line (HSU): what it needs to be woken, how it answers, what it lists. */
export interface Pn532Chip {
  receive(bytes: Uint8Array): void;
  /** Without power it forgets all, and sleeps when it has it again. */
  setPower(on: boolean): void;
}

export interface Pn532ChipParts {
  /** The cards in front of its antenna, as they are at the moment. */
  cards: () => readonly TypeACard[];
  /** One frame. */
  send: (frame: number[]) => void;
}

const EDGES = 0x55;
/** At 115200 baud the time it takes to wake up. */
const BYTES_TO_WAKE = 14;
const ACK = [0x00, 0x00, 0xff, 0x00, 0xff, 0x00];
const SYNTAX_ERROR = [0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00];
const VERSION = [0x32, 0x01, 0x06, 0x07];
/** What a card of ISO 14443-4 says of itself. */
const ATS = [0x05, 0x78, 0x80, 0x70, 0x02];
const SPEAKS_14443_4 = 0x20;
const FOR_EVER = 0xff;

const ACK_AFTER_MS = 1;
const ANSWER_AFTER_MS = 3;
const LOOK_MS = 12;
/** A card lives as long without a field (ISO/IEC 14443-3). */
const CARD_FORGETS_AFTER_MS = 5;
/** Half a command is dropped after this. */
const BYTE_GAP_MS = 90;

export function createPn532Chip({ cards, send }: Pn532ChipParts): Pn532Chip {
  let state: 'off' | 'asleep' | 'waking' | 'bare' | 'ready' = 'asleep';
  let received: number[] = [];
  let receivedAt = 0;
  let retries = FOR_EVER;
  let fieldOffAt: number | null = null;
  /** Counts the commands: a new one ends the one before. */
  let begun = 0;

  function later(ms: number, then: () => void): void {
    const current = begun;
    setTimeout(() => {
      if (current === begun) then();
    }, ms);
  }

  function take(byte: number): void {
    if (state === 'asleep' || state === 'waking') return wake(byte);
    received.push(byte);
    const command = readCommand(received);
    if (!command) return;
    received = [];
    obey(command);
  }

  function wake(byte: number): void {
    if (state === 'asleep') {
      if (byte === EDGES) state = 'waking';
      received = [];
    } else {
      received.push(byte);
      if (received.length < BYTES_TO_WAKE) return;
      received = [];
      state = 'bare';
    }
  }

  function obey([code = 0, ...args]: readonly number[]): void {
    if (state === 'bare' && code !== 0x14) return;
    begun += 1;
    later(ACK_AFTER_MS, () => send(ACK));
    if (code === 0x4a) later(ANSWER_AFTER_MS, () => list(args[0] ?? 0));
    else later(ANSWER_AFTER_MS, () => answerAtOnce(code, args));
  }

  function answerAtOnce(code: number, args: readonly number[]): void {
    if (code === 0x02) answer(code, VERSION);
    else if (code === 0x14) configureSam(code);
    else if (code === 0x32) configureRf(code, args);
    else send(SYNTAX_ERROR);
  }

  const answer = (code: number, data: readonly number[]): void => send(framed([0xd5, code + 1, ...data]));

  function configureSam(code: number): void {
    state = 'ready';
    answer(code, []);
  }

  function configureRf(code: number, [item, first = 0, , third = 0]: readonly number[]): void {
    if (item === 0x05) retries = third;
    if (item === 0x01) fieldOffAt = first & 1 ? null : performance.now();
    answer(code, []);
  }

  function list(most: number): void {
    if (fieldOffAt !== null && performance.now() - fieldOffAt >= CARD_FORGETS_AFTER_MS) forget();
    fieldOffAt = null;
    look(most, retries);
  }

  function forget(): void {
    for (const card of cards()) card.powerDown();
  }

  function look(most: number, left: number): void {
    const found = listCards(cards(), most);
    if (found.length > 0 || left === 0) later(LOOK_MS, () => answer(0x4a, targets(found)));
    else later(LOOK_MS, () => look(most, retries === FOR_EVER ? left : left - 1));
  }

  return {
    receive(bytes) {
      if (state === 'off') return;
      if (performance.now() - receivedAt > BYTE_GAP_MS) received = [];
      receivedAt = performance.now();
      bytes.forEach(take);
    },
    setPower(on) {
      begun += 1;
      received = [];
      retries = FOR_EVER;
      state = on ? 'asleep' : 'off';
      forget();
    },
  };
}

const targets = (found: readonly ListedCard[]): number[] => [
  found.length,
  ...found.flatMap(({ atqa, sak, uid }, i) => [
    ...[i + 1, ...atqa, sak, uid.length, ...uid],
    ...(sak & SPEAKS_14443_4 ? ATS : []),
  ]),
];

/** The code and arguments of a command frame at the end of what was received; null if there is none. */
function readCommand(received: readonly number[]): number[] | null {
  const start = received.findIndex(
    (byte, i) => byte === 0x00 && received[i + 1] === 0xff && isSound(received.slice(i + 2)),
  );
  return start < 0 ? null : received.slice(start + 5, -2);
}

/** From LEN to DCS and the postamble. */
function isSound([length = 0, check = 0, ...rest]: readonly number[]): boolean {
  const sum = rest.slice(0, length + 1).reduce((all, byte) => all + byte, 0);
  return (
    ((length + check) & 0xff) === 0 && rest.length === length + 2 && rest[0] === 0xd4 && (sum & 0xff) === 0
  );
}

function framed(data: readonly number[]): number[] {
  const sum = data.reduce((all, byte) => all + byte, 0);
  return [0x00, 0x00, 0xff, data.length, -data.length & 0xff, ...data, -sum & 0xff, 0x00];
}
