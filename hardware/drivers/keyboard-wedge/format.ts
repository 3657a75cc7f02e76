import { UID } from '../../protocol/event';

/**
 * How a reader writes a UID: in hex, 8, 14 or 20 digits; or in decimal, as the ten digits of a 32-bit number (sellers
 * call it 10D, 8H10D or 4-byte decimal), which is made of the first four bytes whatever the card has. Either can be
 * reversed, last byte first.
 *
 * So of a decimal reader only four bytes are known, and its id is those, in hex. For a card of 4 bytes this is its UID
 * and the id that every other reader gives. For a longer one it is the beginning of its UID: always the same, but
 * not what others give, and other cards may share it. Where there are cards of 7 bytes, the reader should be set to hex.
 */
export type WedgeFormat = 'hex' | 'hex-reversed' | 'decimal' | 'decimal-reversed';

/** `ambiguous`: the card's id reads the same from both ends; another card will tell. */
export type Calibration =
  { ok: true; format: WedgeFormat } | { ok: false; why: 'no-format-fits' | 'ambiguous' };

/** Finds out a reader's format from what it types for a card whose UID is known, in hex, as another reader gives it. */
export function calibrate(knownUid: string, typed: string): Calibration {
  const uid = knownUid.toUpperCase();
  const fitting = WEDGE_FORMATS.filter(
    (format) => UID.test(uid) && FORMATS[format].write(uid) === typed.toUpperCase(),
  );
  const [format] = fitting;
  if (!format) return { ok: false, why: 'no-format-fits' };
  return fitting.length === 1 ? { ok: true, format } : { ok: false, why: 'ambiguous' };
}

/** The card's id, as far as the format tells it; null if this is not in the format. `typed` is in upper case. */
export const readTyped = (typed: string, format: WedgeFormat): string | null => FORMATS[format].read(typed);

interface Notation {
  /** What the reader types for a card. */
  write(uid: string): string;
  read(typed: string): string | null;
}

const hex: Notation = {
  write: (uid) => uid,
  read: (typed) => (UID.test(typed) ? typed : null),
};

const DECIMAL = /^\d{10}$/;
const LARGEST = 0xffff_ffff;

const decimal: Notation = {
  write: (uid) => String(Number.parseInt(uid.slice(0, 8), 16)).padStart(10, '0'),
  read(typed) {
    const value = Number(typed);
    if (!DECIMAL.test(typed) || value > LARGEST) return null;
    return value.toString(16).toUpperCase().padStart(8, '0');
  },
};

const reverse = (uid: string): string => (uid.match(/../g) ?? []).reverse().join('');

const FORMATS: Readonly<Record<WedgeFormat, Notation>> = {
  hex,
  'hex-reversed': {
    write: reverse,
    read: (typed) => hex.read(reverse(typed)),
  },
  decimal,
  'decimal-reversed': {
    write: (uid) => decimal.write(reverse(uid.slice(0, 8))),
    read(typed) {
      const read = decimal.read(typed);
      return read && reverse(read);
    },
  },
};

export const WEDGE_FORMATS = Object.keys(FORMATS) as readonly WedgeFormat[];
