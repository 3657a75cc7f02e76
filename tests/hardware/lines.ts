import { crc16 } from '#hardware/protocol/crc';
import { LONGEST_FRAME } from '#hardware/protocol/frame';
import type { Dice } from '../kit/dice';

const WRONG = {
  types: ['?', '', '>>'],
  ids: ['0', '01', '1000', '', '1x'],
  verbs: ['ABCDEFGHI', 'hi', 'H1', ''],
  keys: ['abcdefghi', 'V', 'k1', '', 'a'],
  values: ['*', '=', ' ', '', '\u0000', '\u007f', 'é', '\t'],
} as const;

const VERBS = ['HI', 'PING', 'LAMP', 'BUZ', 'GATE', 'CARD', 'OK', 'ERR', 'ABCDEFGH'];
const VALUES = ['0', '1', '5000', '04A1B2C3D4E5F6', 'a,b', '~', '!', ':;<>?@'];

/** Lines of every kind a decoder should think of: right, nearly right, damaged, and noise; never with a line feed. */
export function anyLine(dice: Dice): string {
  const kind = dice.between(1, 10);
  if (kind === 1) return noise(dice, dice.between(0, 160));
  const line = sealed(dice, body(dice));
  return kind <= 8 ? line : damaged(dice, line);
}

const seldom = (dice: Dice): boolean => dice.between(1, 30) === 1;

function body(dice: Dice): string {
  const pick = (right: readonly string[], wrong: readonly string[]) =>
    dice.pick(seldom(dice) ? wrong : right);
  const type = pick(['>', '<', '!', '#'], WRONG.types);
  const id = pick([String(dice.between(1, 999))], WRONG.ids);
  const args = Array.from({ length: dice.pick([0, 0, 1, 1, 2, 3, 12, 13]) }, (_, i) => {
    const key = pick([String.fromCharCode(97 + i)], WRONG.keys);
    return `${key}${seldom(dice) ? '' : '='}${pick(VALUES, WRONG.values)}`;
  });
  const body = [`${type}${id}`, pick(VERBS, WRONG.verbs), ...args].join(seldom(dice) ? '  ' : ' ');
  return seldom(dice) ? body.padEnd(LONGEST_FRAME - 8 + dice.between(0, 8), dice.pick(['x', ' '])) : body;
}

function sealed(dice: Dice, body: string): string {
  const sum = crc16(body).toString(16).padStart(4, '0');
  return `${body}*${seldom(dice) ? sum : sum.toUpperCase()}`;
}

function damaged(dice: Dice, line: string): string {
  const at = dice.between(0, line.length);
  const byte = String.fromCharCode(byteBut10(dice));
  return dice.pick([
    line.slice(0, at) + byte + line.slice(at + 1),
    line.slice(0, at) + line.slice(at + 1),
    line.slice(0, at) + byte + line.slice(at),
    line.slice(0, at),
    line + line.slice(at),
  ]);
}

const noise = (dice: Dice, length: number): string =>
  String.fromCharCode(...Array.from({ length }, () => byteBut10(dice)));

const byteBut10 = (dice: Dice): number => dice.between(11, 265) % 256;
