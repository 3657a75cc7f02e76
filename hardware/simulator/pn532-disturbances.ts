/** A frame on its way, in pieces, each so many milliseconds after the one before. */
export type Pieces = readonly { afterMs: number; bytes: readonly number[] }[];

/** What can happen to a frame between chip and host. What comes after it waits for it, as on any line. */
export const DISTURBANCES = {
  'lost ack': onAck(() => []),
  /** Later than the host waits, so that its next command is out by then. */
  'late ack': onAck((ack) => [{ afterMs: 60, bytes: ack }]),
  'lost answer': onAnswer(() => []),
  'late answer': onAnswer((answer) => [{ afterMs: 450, bytes: answer }]),
  'wrong LCS': onAnswer((answer) => whole(flipped(answer, 4))),
  'wrong DCS': onAnswer((answer) => whole(flipped(answer, answer.length - 2))),
  'flipped byte': onAnswer((answer) => whole(flipped(answer, Math.floor(answer.length / 2)))),
  /** A zero, where there is one: of all bytes the one whose loss no sum shows. */
  'lost byte': onAnswer((answer) => whole(without(answer, answer.indexOf(0x00, 7)))),
  'half an answer': onAnswer((answer) => whole(answer.slice(0, answer.length / 2))),
  'in crumbs': (frame) => frame.map((byte) => ({ afterMs: 1, bytes: [byte] })),
  /** Noise that looks like the beginning of the longest frame there is. */
  'noise before': (frame) => whole([0x00, 0xff, 0xff, 0x01, 0x55, ...frame]),
  'noise behind': (frame) => whole([...frame, 0x7f, 0x00, 0x00, 0xff]),
} as const satisfies Record<string, (frame: readonly number[]) => Pieces | null>;

export type Disturbance = keyof typeof DISTURBANCES;

/** Undisturbed. */
export const whole = (frame: readonly number[]): Pieces => [{ afterMs: 0, bytes: frame }];

const ACK_LENGTH = 6;

/** Null: not a frame for this disturbance. */
type Disturb = (frame: readonly number[]) => Pieces | null;

function onAck(disturb: Disturb): Disturb {
  return (frame) => (frame.length === ACK_LENGTH ? disturb(frame) : null);
}

function onAnswer(disturb: Disturb): Disturb {
  return (frame) => (frame.length > ACK_LENGTH ? disturb(frame) : null);
}

const flipped = (bytes: readonly number[], at: number): number[] =>
  bytes.map((byte, i) => (i === at ? byte ^ 0x10 : byte));

const without = (bytes: readonly number[], at: number): number[] => bytes.filter((_, i) => i !== at);
