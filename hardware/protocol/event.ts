import { HIGHEST_ID, type Frame } from './frame';
import { RESET_CAUSES, START_RULES, type ResetCause } from './command';
import { fits, type ArgRules } from './words';

/** A UID of 4, 7 or 10 bytes in upper-case hex. */
export const UID = /^(?:[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/;

/** Whether a UID was made up for this one presentation, as phones do: four bytes, the first 08 (ISO 14443-3). */
export const isRandomUid = (uid: string): boolean => uid.length === 8 && uid.startsWith('08');

const OFF_ON = ['0', '1'] as const;

/** What a board tells of its own accord, and the arguments of each. */
export const EVENTS = {
  BOOT: START_RULES,
  CARD: { uid: UID, atqa: /^[0-9A-F]{4}$/, sak: /^[0-9A-F]{2}$/ },
  GONE: { uid: UID },
  /** Several cards at once: none of them is read. */
  MULTI: {},
  BTN: { k: ['1', '2', '3'], s: OFF_ON },
  RDR: { s: ['ok', 'dead'] },
  GATE: { s: OFF_ON },
  FIRE: { s: OFF_ON },
  SAFE: {},
  /** So many events were not told, since nobody heard those before. */
  LOST: { n: { min: 1, max: 65_535 } },
} as const satisfies Record<string, ArgRules>;

export type BoardEvent =
  | { type: 'boot'; boot: number; reset: ResetCause }
  | { type: 'card'; uid: string }
  | { type: 'gone'; uid: string }
  | { type: 'several' }
  | { type: 'button'; key: 1 | 2 | 3; down: boolean }
  | { type: 'reader'; works: boolean }
  | { type: 'gate'; open: boolean }
  | { type: 'fire'; alarm: boolean }
  | { type: 'safe' }
  | { type: 'lost'; events: number };

/** What an event frame tells; null if it is none that a host of this version knows. */
export function readEvent({ verb, args }: Frame): BoardEvent | null {
  if (!Object.hasOwn(EVENTS, verb) || !fits(args, EVENTS[verb as keyof typeof EVENTS])) return null;
  const { uid = '', k, s, n, boot, rst } = args;
  switch (verb as keyof typeof EVENTS) {
    case 'BOOT':
      return {
        type: 'boot',
        boot: Number(boot),
        reset: RESET_CAUSES.find((cause) => cause === rst) ?? 'PWR',
      };
    case 'CARD':
      return { type: 'card', uid };
    case 'GONE':
      return { type: 'gone', uid };
    case 'MULTI':
      return { type: 'several' };
    case 'BTN':
      return { type: 'button', key: Number(k) as 1 | 2 | 3, down: s === '1' };
    case 'RDR':
      return { type: 'reader', works: s === 'ok' };
    case 'GATE':
      return { type: 'gate', open: s === '1' };
    case 'FIRE':
      return { type: 'fire', alarm: s === '1' };
    case 'SAFE':
      return { type: 'safe' };
    case 'LOST':
      return { type: 'lost', events: Number(n) };
  }
}

/** The number after `n`: 999 is followed by 1. */
export const nextId = (n: number): number => (n % HIGHEST_ID) + 1;
