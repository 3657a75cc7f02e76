import { HIGHEST_ID, type Frame, type FrameArgs } from './frame';
import { fits, type ArgRules } from './words';

/** The version both sides must share. */
export const PROTOCOL_VERSION = 1;

/** The board's name: given once, kept in its EEPROM, for the chip has none of its own. */
export const BOARD_ID = /^[A-Za-z0-9-]{1,16}$/;

/** A lamp: 0 off, 1 on, else blinking: so many milliseconds lit, as many dark. */
const LAMP = { min: 50, max: 5000, also: [0, 1] } as const;

/** What the host may ask for, and the arguments of each. Milliseconds and hertz. */
export const REQUESTS = {
  /** Begins a session, and alone leads out of the safe state. A board told `sales` never pulses its relay. */
  HI: { v: { min: 1, max: 999 }, t: ['gate', 'sales'] },
  PING: {},
  LAMP: { r: LAMP, a: LAMP, g: LAMP },
  /** `n` tones with as long a pause between them; 0 ends them. */
  BUZ: { hz: { min: 100, max: 5000 }, ms: { min: 10, max: 2000 }, n: { min: 0, max: 20 } },
  GATE: { ms: { min: 1, max: 5000 } },
  CFG: { k: ['id'], v: BOARD_ID },
  STAT: {},
  /** Starts the board anew, after its reply. */
  RST: {},
  /** The host leaves: all off, and no lease until the next HI. */
  BYE: {},
  /** An event was heard. Answered by nothing; its own id is not looked at. */
  ACK: { n: { min: 1, max: HIGHEST_ID } },
} as const satisfies Record<string, ArgRules>;

export type Verb = keyof typeof REQUESTS;

export interface Command {
  verb: Verb;
  args: FrameArgs;
}

/**
 * Why a request is refused. CRC and LEN: it came damaged, the same id may be tried again. VERB, ARG: nobody knows it.
 * BUSY: not now. SAFE: there is no session, HI comes first. RDR: the card reader does not work. VER: another version.
 */
export const REFUSALS = ['CRC', 'LEN', 'VERB', 'ARG', 'BUSY', 'SAFE', 'RDR', 'VER'] as const;
export type RefusalCode = (typeof REFUSALS)[number];

export type Reply = { ok: true; args: FrameArgs } | { ok: false; code: RefusalCode };

/** The command of a request that is well formed, or how the board refuses it. */
export function readCommand({ verb, args }: Frame): Command | 'VERB' | 'ARG' {
  if (!Object.hasOwn(REQUESTS, verb)) return 'VERB';
  const known = verb as Verb;
  return fits(args, REQUESTS[known]) ? { verb: known, args } : 'ARG';
}

/** What a reply says; null if it says nothing that a host of this version knows. */
export function readReply({ verb, args }: Frame): Reply | null {
  if (verb === 'OK') return { ok: true, args };
  if (verb !== 'ERR' || !fits(args, { c: REFUSALS })) return null;
  return { ok: false, code: args['c'] as RefusalCode };
}

/** Who a board says it is, in its reply to HI. */
export interface Greeting {
  firmware: string;
  hardware: string;
  /** As CFG gave it; `-` until then. */
  boardId: string;
  /** Counts up at every start, so that an event can be told from one of the same number before. */
  boot: number;
  /** Why it started last. */
  reset: ResetCause;
  capabilities: readonly string[];
  /** Milliseconds without a valid frame after which it makes itself safe. */
  leaseMs: number;
}

/** Power, the reset line (opening the port of an Uno), brown-out, the watchdog, or RST. */
export const RESET_CAUSES = ['PWR', 'EXT', 'BRN', 'WDT', 'RST'] as const;
export type ResetCause = (typeof RESET_CAUSES)[number];

export const MOST_BOOTS = 65_535;
const BOOT = { min: 1, max: MOST_BOOTS };
/** What every start says of itself. */
export const START_RULES = { boot: BOOT, rst: RESET_CAUSES } as const satisfies ArgRules;

const GREETING = {
  ...START_RULES,
  v: { min: 1, max: 999 },
  fw: /./,
  hw: /./,
  id: /^([A-Za-z0-9-]{1,16})$/,
  caps: /./,
  lease: { min: 500, max: 60_000 },
} as const satisfies ArgRules;

/** Null for an answer that no TG1 board gives: something else is at the other end. */
export function readGreeting(args: FrameArgs): Greeting | null {
  if (!fits(args, GREETING)) return null;
  const said = args as Record<keyof typeof GREETING, string>;
  return {
    firmware: said.fw,
    hardware: said.hw,
    boardId: said.id,
    boot: Number(said.boot),
    reset: said.rst as ResetCause,
    capabilities: said.caps.split(','),
    leaseMs: Number(said.lease),
  };
}
