import type { TypeACard } from './type-a-card';

/**
 * The reader chip MFRC522 as far as a program can see it that reads UIDs: its registers over SPI, the FIFO, the timer,
 * and the exchange with the cards in its field (data sheet MFRC522 rev. 3.9).
 */
export interface Mfrc522 {
  /** The select line: each exchange begins with its fall. */
  select(low: boolean): void;
  /** A byte on MOSI; returns the one on MISO. */
  transfer(byte: number): number;
  /** The reset line. */
  hold(inReset: boolean): void;
  /** A chip that has died answers nothing; one that lives again begins as after power-on. */
  setAlive(alive: boolean): void;
  /** It neither answers nor obeys any more, until its reset line is pulled. */
  hang(): void;
  /** No card is heard any more, and nothing shows it, until it is reset. */
  deafen(): void;
}

export interface Mfrc522Parts {
  /** The cards in its field, as they are at the moment. */
  cards: () => readonly TypeACard[];
  /** Calls back after so many microseconds of the chip's time. */
  after: (microseconds: number, callback: () => void) => void;
  /** What becomes of a card's answer on its way. */
  air?: (answer: readonly number[]) => readonly number[];
}

const COMMAND = 0x01;
const COM_IRQ = 0x04;
const ERRORS = 0x06;
const FIFO_DATA = 0x09;
const FIFO_LEVEL = 0x0a;
const CONTROL = 0x0c;
const BIT_FRAMING = 0x0d;
const TX_CONTROL = 0x14;
const TX_ASK = 0x15;
const TIMER_MODE = 0x2a;
const TIMER_PRESCALER = 0x2b;
const TIMER_RELOAD = 0x2c;
const VERSION = 0x37;

/** What the registers hold after a reset, where that is not zero. */
const AT_RESET: Readonly<Record<number, number>> = {
  [COMMAND]: 0x20,
  [COM_IRQ]: 0x14,
  [CONTROL]: 0x10,
  0x11: 0x3f,
  [TX_CONTROL]: 0x80,
  0x24: 0x26,
  [VERSION]: 0x92,
};

const COMMAND_BITS = 0x0f;
const TRANSCEIVE = 0x0c;
const SOFT_RESET = 0x0f;
const START_SEND = 0x80;
const FLUSH = 0x80;
const SET = 0x80;
const ANTENNA = 0x03;
/** Without it the field is not keyed deep enough for any card of type A. */
const FULL_DEPTH = 0x40;
const TX_IRQ = 0x40;
const RX_IRQ = 0x20;
const TIMER_IRQ = 0x01;
const COLLISION_ERROR = 0x08;
const FIFO_SIZE = 64;

/** 106 kbit/s, nine bits a byte with its parity. */
const BYTE_US = 85;
/** From the end of a frame to the answer's beginning (ISO/IEC 14443-3, 6.1.2). */
const ANSWER_AFTER_US = 91;
const LONGEST_ANSWER = 5;
const CARRIER_MHZ = 13.56;

export function createMfrc522({ cards, after, air = (answer) => answer }: Mfrc522Parts): Mfrc522 {
  const registers = new Uint8Array(64);
  let fifo: number[] = [];
  let address: number | null = null;
  let isSelected = false;
  let isReading = false;
  let isAlive = true;
  let isHeld = false;
  let isHung = false;
  let isDeaf = false;
  /** Counts what was begun, so that what an older exchange still waits for is dropped. */
  let exchange = 0;

  function reset(): void {
    registers.fill(0);
    for (const [register, value] of Object.entries(AT_RESET)) registers[Number(register)] = value;
    fifo = [];
    exchange += 1;
    isDeaf = false;
  }

  function read(register: number): number {
    if (register === FIFO_DATA) return fifo.shift() ?? 0;
    if (register === FIFO_LEVEL) return fifo.length;
    return registers[register] ?? 0;
  }

  function write(register: number, value: number): void {
    if (register === FIFO_DATA) fifo = [...fifo, value].slice(0, FIFO_SIZE);
    else if (register === FIFO_LEVEL) fifo = value & FLUSH ? [] : fifo;
    else if (register === COM_IRQ) markIrqs(value);
    else if (register !== ERRORS && register !== VERSION) registers[register] = value;
    if (register === COMMAND) obey(value & COMMAND_BITS);
    if (register === BIT_FRAMING && value & START_SEND) send(value & 7);
  }

  function markIrqs(value: number): void {
    const marked = value & 0x7f;
    registers[COM_IRQ] = value & SET ? irqs() | marked : irqs() & ~marked;
  }

  const has = (register: number, bit: number): boolean => ((registers[register] ?? 0) & bit) !== 0;
  const irqs = (): number => registers[COM_IRQ] ?? 0;
  const raise = (irq: number) => void (registers[COM_IRQ] = irqs() | irq);

  function obey(command: number): void {
    exchange += 1;
    if (command === SOFT_RESET) reset();
  }

  function send(lastBits: number): void {
    if (((registers[COMMAND] ?? 0) & COMMAND_BITS) !== TRANSCEIVE) return;
    const frame = fifo;
    const sent = (exchange += 1);
    fifo = [];
    const isOn = ((registers[TX_CONTROL] ?? 0) & ANTENNA) === ANTENNA && has(TX_ASK, FULL_DEPTH);
    const answers =
      isOn && !isDeaf
        ? cards().flatMap((card) => [card.answer(frame, lastBits)].filter((one) => one !== null))
        : [];
    const unlessAborted = (then: () => void) => () => {
      if (sent === exchange) then();
    };
    const sentAfter = frame.length * BYTE_US;
    const answeredAfter = sentAfter + ANSWER_AFTER_US + LONGEST_ANSWER * BYTE_US;
    after(
      sentAfter,
      unlessAborted(() => raise(TX_IRQ)),
    );
    if (answers.length > 0)
      after(
        answeredAfter,
        unlessAborted(() => receive(answers)),
      );
    else
      after(
        sentAfter + timerUs(),
        unlessAborted(() => raise(TIMER_IRQ)),
      );
  }

  /** What differs between several answers is a collision: bits that cannot be told. */
  function receive(answers: readonly (readonly number[])[]): void {
    const [first = []] = answers;
    const isSame = answers.every((answer) => answer.join() === first.join());
    registers[ERRORS] = isSame ? 0 : COLLISION_ERROR;
    registers[CONTROL] = (registers[CONTROL] ?? 0) & ~7;
    fifo = [...air(first)];
    raise(RX_IRQ);
  }

  /** The timer begins at the end of a frame: section 8.5. */
  function timerUs(): number {
    const [mode = 0, prescaler = 0] = [registers[TIMER_MODE], registers[TIMER_PRESCALER]];
    const divider = ((mode & 0x0f) << 8) | prescaler;
    const reload = ((registers[TIMER_RELOAD] ?? 0) << 8) | (registers[TIMER_RELOAD + 1] ?? 0);
    return ((reload + 1) * (2 * divider + 1)) / CARRIER_MHZ;
  }

  reset();
  return {
    select(low) {
      if (low && !isSelected) address = null;
      isSelected = low;
    },
    transfer(byte) {
      if (!isSelected || !isAlive || isHeld) return 0xff;
      if (isHung) return 0;
      if (address === null) {
        address = (byte >> 1) & 0x3f;
        isReading = (byte & 0x80) !== 0;
        return 0;
      }
      if (!isReading) {
        write(address, byte);
        return 0;
      }
      const value = read(address);
      address = (byte >> 1) & 0x3f;
      return value;
    },
    hold(inReset) {
      if (isHeld && !inReset) reset();
      isHeld = inReset;
      if (inReset) isHung = false;
    },
    setAlive(alive) {
      if (alive && !isAlive) reset();
      isAlive = alive;
    },
    hang: () => void (isHung = true),
    deafen: () => void (isDeaf = true),
  };
}
