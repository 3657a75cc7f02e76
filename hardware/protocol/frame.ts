import { crc16 } from './crc';

/**
 * TG1, the board's line protocol: one frame a line, `TYPEID VERB key=value …*CCCC\n`, the checksum over all before `*`.
 *
 *     frame = type id SP verb *( SP key "=" value ) "*" 4HEX LF      at most 128 bytes
 *     type  = ">" request / "<" reply / "!" event / "#" log
 *     id    = 1 to 999, no leading zero
 *     verb  = 1 to 8 of A-Z            key = 1 to 8 of a-z, each once, at most 12 of them
 *     value = 1 or more printable ASCII but SP, "*" and "="
 *
 * Text here is one character a byte (latin1).
 */
export type FrameType = '>' | '<' | '!' | '#';

export type FrameArgs = Readonly<Record<string, string>>;

export interface Frame {
  type: FrameType;
  /** 1 to 999. A reply bears its request's. */
  id: number;
  verb: string;
  args: FrameArgs;
}

/** Why a line is no frame: too long, a checksum that is wrong or lacks, or a right one over something else than a frame. */
export type FrameFault = 'length' | 'checksum' | 'form';

export type Decoded = { ok: true; frame: Frame } | { ok: false; fault: FrameFault };

/** Bytes of the longest frame, its line feed included. */
export const LONGEST_FRAME = 128;
export const HIGHEST_ID = 999;
const MOST_ARGS = 12;

const SEALED = /^([^]*)\*([0-9A-F]{4})$/;
const HEAD = /^([><!#])([1-9][0-9]{0,2}) ([A-Z]{1,8})$/;
const ARG = /^([a-z]{1,8})=([!-)+-<>-~]+)$/;

/**
 * The frame as it goes over the line, its line feed included.
 * @throws RangeError if the grammar has no such frame: a mistake of the caller's.
 */
export function encodeFrame({ type, id, verb, args }: Frame): string {
  const words = Object.entries(args).map(([key, value]) => ` ${key}=${value}`);
  const body = `${type}${id} ${verb}${words.join('')}`;
  const line = `${body}*${hex4(crc16(body))}`;
  const decoded = decodeLine(line);
  if (!decoded.ok) throw new RangeError(`No frame of TG1 (${decoded.fault}): ${JSON.stringify(body)}`);
  return `${line}\n`;
}

/** Reads one line, given without its line feed. */
export function decodeLine(line: string): Decoded {
  if (line.length >= LONGEST_FRAME) return { ok: false, fault: 'length' };
  const [, body, sum] = SEALED.exec(line) ?? [];
  if (body === undefined || sum !== hex4(crc16(body))) return { ok: false, fault: 'checksum' };
  const frame = parseBody(body);
  return frame ? { ok: true, frame } : { ok: false, fault: 'form' };
}

function parseBody(body: string): Frame | null {
  const [first = '', second = '', ...words] = body.split(' ');
  const [, type, id, verb] = HEAD.exec(`${first} ${second}`) ?? [];
  const args = parseArgs(words);
  if (verb === undefined || args === null) return null;
  return { type: type as FrameType, id: Number(id), verb, args };
}

function parseArgs(words: readonly string[]): FrameArgs | null {
  if (words.length > MOST_ARGS) return null;
  const args: Record<string, string> = {};
  for (const word of words) {
    const [, key, value] = ARG.exec(word) ?? [];
    if (key === undefined || value === undefined || Object.hasOwn(args, key)) return null;
    args[key] = value;
  }
  return args;
}

const hex4 = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
