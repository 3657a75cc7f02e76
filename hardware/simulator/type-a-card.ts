/**
 * A card of ISO/IEC 14443-3 type A as a reader sees it until it has its UID: waking up, anticollision and selection in
 * one to three levels, and being sent to rest.
 */
export interface TypeACard {
  readonly uid: string;
  /** What it answers to a frame whose last byte has `bits` bits; null if it is silent. */
  answer(frame: readonly number[], bits: number): readonly number[] | null;
  /** It has left the field: without power it forgets all. */
  powerDown(): void;
}

const REQUEST = 0x26;
const WAKE_UP = 0x52;
const HALT = [0x50, 0x00];
const SELECT = [0x93, 0x95, 0x97];
const CASCADE_TAG = 0x88;
const UID_CONTINUES = 0x04;

/** ATQA as sent, least byte first, and the SAK of the last level, by the UID's length. */
const KINDS: Readonly<Record<number, { atqa: readonly number[]; sak: number }>> = {
  4: { atqa: [0x04, 0x00], sak: 0x08 },
  7: { atqa: [0x44, 0x00], sak: 0x00 },
  10: { atqa: [0x84, 0x00], sak: 0x20 },
};

/** @throws RangeError for an id that is no UID of 4, 7 or 10 bytes in hex. */
export function createTypeACard(uid: string): TypeACard {
  const bytes = (uid.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const kind = KINDS[bytes.length];
  if (!kind || !/^[0-9A-F]+$/.test(uid) || uid.length % 2 === 1) throw new RangeError(`No UID: ${uid}`);
  const levels = levelsOf(bytes);
  let state: 'idle' | 'ready' | 'active' | 'halted' = 'idle';
  let wasHalted = false;
  let level = 0;

  const rest = (): null => {
    state = wasHalted ? 'halted' : 'idle';
    return null;
  };

  function wake(command: number | undefined): readonly number[] | null {
    if (state === 'ready' || state === 'active') return rest();
    if (command !== WAKE_UP && (command !== REQUEST || state === 'halted')) return null;
    wasHalted = state === 'halted';
    state = 'ready';
    level = 0;
    return kind?.atqa ?? null;
  }

  function answerReady(frame: readonly number[]): readonly number[] | null {
    const part = levels[level];
    if (!part || frame[0] !== SELECT[level]) return rest();
    if (frame[1] === 0x20 && frame.length === 2) return part;
    if (!isSame(frame, sealed([SELECT[level] ?? 0, 0x70, ...part]))) return rest();
    level += 1;
    const isLast = level === levels.length;
    if (isLast) state = 'active';
    return sealed([isLast ? (kind?.sak ?? 0) : UID_CONTINUES]);
  }

  return {
    uid,
    answer(frame, bits) {
      if (bits === 7 && frame.length === 1) return wake(frame[0]);
      if (state === 'ready') return answerReady(frame);
      if (state === 'active' && isSame(frame, sealed(HALT))) state = 'halted';
      else if (state === 'active') rest();
      return null;
    },
    powerDown() {
      state = 'idle';
      wasHalted = false;
    },
  };
}

/** Four bytes for each level and their parity; all but the last begin with the cascade tag. */
function levelsOf(uid: readonly number[]): number[][] {
  const levels: number[][] = [];
  let rest = [...uid];
  while (rest.length > 4) {
    levels.push(withParity([CASCADE_TAG, ...rest.slice(0, 3)]));
    rest = rest.slice(3);
  }
  return [...levels, withParity(rest)];
}

const withParity = (bytes: readonly number[]): number[] => [
  ...bytes,
  bytes.reduce((sum, byte) => sum ^ byte, 0),
];

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i]);

/** With CRC_A behind it, least byte first (ISO/IEC 14443-3, annex B). */
export function sealed(bytes: readonly number[]): number[] {
  let crc = 0x6363;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  return [...bytes, crc & 0xff, crc >> 8];
}
