/**
 * Frames of the PN532 (user manual UM0701-02, 6.2): `00 00 FF LEN LCS TFI … DCS 00`, where LEN counts from TFI to before
 * DCS, and LCS and DCS bring the sum of what they guard to zero. TFI is D4 from the host, D5 from the chip.
 */
export type Frame =
  /** `00 00 FF 00 FF 00`: the command has come in whole. */
  | { type: 'ack' }
  /** TFI 7F, the error frame: the command has come in whole and means nothing. */
  | { type: 'refusal' }
  /** `code` is that of the command, plus one. */
  | { type: 'answer'; code: number; data: readonly number[] };

const FROM_HOST = 0xd4;
const FROM_CHIP = 0xd5;
const REFUSED = 0x7f;
/** 00 FF, LEN and LCS. */
const HEAD = 4;
/** DCS and 00. */
const TAIL = 2;

/** A command frame; `command` is its code and its arguments. */
export function encodeFrame(command: readonly number[]): Uint8Array<ArrayBuffer> {
  const data = [FROM_HOST, ...command];
  return Uint8Array.of(0x00, 0x00, 0xff, data.length, -data.length, ...data, -sumOf(data), 0x00);
}

/** Finds the frames in a stream of bytes, whatever else is in it; holds at most one frame, 261 bytes. */
export interface FrameReader {
  push(bytes: Uint8Array): Frame[];
  /** What has come of a frame is none: the rest of it will not come. */
  reset(): void;
}

export function createFrameReader(): FrameReader {
  let held: number[] = [];

  function* drain(): Generator<Frame> {
    for (;;) {
      held = held.slice(startOf(held));
      const found = readFrame(held);
      if (found === 'unfinished') return;
      // Where no frame is, one may begin within what was taken for it.
      held = held.slice(found === 'none' ? 1 : found.length);
      if (found !== 'none') yield found.frame;
    }
  }

  return {
    push: (bytes) =>
      [...bytes].flatMap((byte) => {
        held.push(byte);
        return [...drain()];
      }),
    reset: () => void (held = []),
  };
}

/** Where a frame may begin. More zeros than one may come before it. */
function startOf(bytes: readonly number[]): number {
  const start = bytes.findIndex((byte, i) => byte === 0x00 && (bytes[i + 1] ?? 0xff) === 0xff);
  return start < 0 ? bytes.length : start;
}

type Found = { frame: Frame; length: number } | 'unfinished' | 'none';

/** Reads what begins with 00 FF. */
function readFrame(bytes: readonly number[]): Found {
  const [, , length, check] = bytes;
  if (length === undefined || check === undefined) return 'unfinished';
  if (length === 0x00 && check === 0xff) return { frame: { type: 'ack' }, length: HEAD };
  // Fails for the chip's longer frames as well, FF FF, and for NACK, FF 00: neither is ever asked for.
  if (!isZero(length + check)) return 'none';
  const end = HEAD + length + TAIL;
  if (bytes.length < end) return 'unfinished';
  const frame = readData(bytes.slice(HEAD, end));
  return frame ? { frame, length: end } : 'none';
}

/** From TFI to the last 00. It is required: of a frame that lost a 00 on its way, DCS is right one byte too far. */
function readData(bytes: readonly number[]): Frame | null {
  const [tfi, code, ...data] = bytes.slice(0, -TAIL);
  if (!isZero(sumOf(bytes.slice(0, -1))) || bytes.at(-1) !== 0x00) return null;
  if (tfi === REFUSED) return { type: 'refusal' };
  return tfi === FROM_CHIP && code !== undefined ? { type: 'answer', code, data } : null;
}

const sumOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum + byte, 0);
const isZero = (sum: number): boolean => (sum & 0xff) === 0;
