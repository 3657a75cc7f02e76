import { EEPROMMemoryBackend, PinState, type AVRIOPort, type EEPROMBackend } from 'avr8js';
import type { ButtonKey } from '../drivers/gate-board';
import { createListeners } from '../drivers/listeners';
import { CLOCK_HZ, createChip, RESET_FLAGS, type Chip } from './chip';
import { readHexFile } from './hex-file';
import { createMfrc522, type Mfrc522Parts } from './mfrc522';
import { createTypeACard, type TypeACard } from './type-a-card';
import { DARK_VIEW, type BoardView, type VirtualBoard } from './virtual-board';

const FLASH_WORDS = 0x4000;
const EEPROM_BYTES = 1024;
const CYCLES_A_MS = CLOCK_HZ / 1000;

/** The wiring of ../firmware/src/pins.h: bits of the ports D, B and C. */
const LIGHTS = { red: 5, amber: 6, green: 7 } as const;
const RELAY = 4;
const READER_RESET = 1;
const READER_SELECT = 2;
const FIRST_BUTTON = 0;
const FIRE = 3;
const BUTTONS = [1, 2, 3] as const;

/** Timer 2 sounds the buzzer while it is joined to its pin: bit COM2B0 of TCCR2A. */
const TCCR2A = 0xb0;
const COM2B0 = 0x10;

type ResetCause = keyof typeof RESET_FLAGS;

export interface EmulatedBoardParts {
  /** The firmware's image, an Intel HEX file. */
  image: string;
  eeprom?: EEPROMBackend;
  air?: NonNullable<Mfrc522Parts['air']>;
}

/** The board's own firmware on an emulated chip, with all that is wired to it. */
export interface EmulatedBoard extends VirtualBoard {
  /** Lets so many milliseconds pass for it: time passes only here. */
  advance(ms: number): void;
  /** The bus to the reader takes a byte and never says so, which is what hangs a program: until the next start. */
  jamBus(): void;
  /** The reader neither answers nor obeys, until its reset line is pulled. */
  hangReader(): void;
  /** The reader hears no card, and looks well, until it is reset. */
  deafenReader(): void;
}

export function createEmulatedBoard({
  image,
  eeprom = emptyEeprom(),
  air,
}: EmulatedBoardParts): EmulatedBoard {
  const program = readHexFile(image, FLASH_WORDS);
  const sent = createListeners<Uint8Array<ArrayBuffer>>();
  const views = createListeners<BoardView>();
  const cards = new Map<string, TypeACard>();
  const pressed = new Set<ButtonKey>();
  const reader = createMfrc522({ cards: () => [...cards.values()], after, ...(air && { air }) });
  let isFire = false;
  let isJammed = false;
  let view = DARK_VIEW;
  let shown = DARK_VIEW;
  let inbox: number[] = [];
  let outbox: number[] = [];
  let ending: ResetCause | null = null;
  let chip = start('PWR', null);

  function start(cause: ResetCause, sram: Uint8Array | null): Chip {
    const onWatchdog = () => void (ending = 'WDT');
    const started = createChip({ program, eeprom, sram, resetFlags: RESET_FLAGS[cause], onWatchdog });
    wire(started);
    return started;
  }

  function after(microseconds: number, callback: () => void): void {
    chip.cpu.addClockEvent(callback, Math.ceil(microseconds * (CYCLES_A_MS / 1000)));
  }

  function wire(next: Chip): void {
    const { usart, ports } = next;
    usart.onByteTransmit = (byte) => void outbox.push(byte);
    usart.onRxComplete = () => feed(next);
    wireReader(next);
    wireBuzzer(next);
    ports.d.addListener(() => look(ports.d));
    setInputs(ports.c);
    look(ports.d);
  }

  function wireReader({ cpu, spi, ports: { b } }: Chip): void {
    isJammed = false;
    spi.onByte = (byte) => {
      if (isJammed) return;
      const answer = reader.transfer(byte);
      cpu.addClockEvent(() => spi.completeTransfer(answer), spi.transferCycles);
    };
    b.addListener(() => {
      reader.hold(b.pinState(READER_RESET) === PinState.Low);
      reader.select(b.pinState(READER_SELECT) === PinState.Low);
    });
  }

  function wireBuzzer({ cpu }: Chip): void {
    const write = cpu.writeHooks[TCCR2A];
    cpu.writeHooks[TCCR2A] = (value, ...rest) => {
      setBuzzing((value & COM2B0) !== 0);
      return write?.(value, ...rest);
    };
    setBuzzing(false);
  }

  function setBuzzing(buzzing: boolean): void {
    show({ buzzing, tones: view.tones + (buzzing && !view.buzzing ? 1 : 0) });
  }

  function look(d: AVRIOPort): void {
    const isHigh = (pin: number) => d.pinState(pin) === PinState.High;
    const gateOpen = isHigh(RELAY);
    const { red, amber, green } = LIGHTS;
    const pulses = view.pulses + (gateOpen && !view.gateOpen ? 1 : 0);
    show({ red: isHigh(red), amber: isHigh(amber), green: isHigh(green), gateOpen, pulses });
  }

  function show(changes: Partial<BoardView>): void {
    view = { ...view, ...changes };
  }

  /** Pins change one after the other: what a person sees is how they are in the end. */
  function tellView(): void {
    if (isSame(view, shown)) return;
    shown = view;
    views.tell(view);
  }

  function tellSent(): void {
    if (outbox.length === 0) return;
    const bytes = Uint8Array.from(outbox);
    outbox = [];
    sent.tell(bytes);
  }

  function setInputs(c: AVRIOPort): void {
    for (const key of BUTTONS) c.setPin(FIRST_BUTTON + key - 1, !pressed.has(key));
    c.setPin(FIRE, isFire);
  }

  /** The line carries a byte at a time; one that comes while the chip does not listen is lost. */
  function feed({ usart }: Chip): void {
    while (inbox.length > 0 && !usart.rxBusy) usart.writeByte(inbox.shift() ?? 0);
  }

  function restart(cause: ResetCause): void {
    ending = null;
    inbox = [];
    chip = start(cause, chip.sram);
  }

  return {
    get view() {
      return view;
    },
    onView: views.add,
    onSent: sent.add,
    receive(bytes) {
      inbox.push(...bytes);
      feed(chip);
    },
    hold(uids) {
      for (const uid of cards.keys()) if (!uids.includes(uid)) cards.delete(uid);
      for (const uid of uids) if (!cards.has(uid)) cards.set(uid, createTypeACard(uid));
    },
    setButton(key, down) {
      if (down) pressed.add(key);
      else pressed.delete(key);
      setInputs(chip.ports.c);
    },
    setFire(alarm) {
      isFire = alarm;
      setInputs(chip.ports.c);
    },
    setReader: reader.setAlive,
    hangReader: reader.hang,
    deafenReader: reader.deafen,
    reset: () => restart('EXT'),
    jamBus: () => void (isJammed = true),
    advance(ms) {
      let left = ms * CYCLES_A_MS;
      while (left > 0) {
        const began = chip.cpu.cycles;
        chip.runUntil(began + left);
        left -= Math.max(1, chip.cpu.cycles - began);
        if (ending) restart(ending);
      }
      tellSent();
      tellView();
    },
  };
}

const emptyEeprom = (): EEPROMBackend => new EEPROMMemoryBackend(EEPROM_BYTES);

const isSame = (one: BoardView, other: BoardView): boolean =>
  (Object.keys(one) as (keyof BoardView)[]).every((key) => one[key] === other[key]);
