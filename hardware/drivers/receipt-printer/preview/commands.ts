/**
 * ESC/POS as far as receipts use it, read from a printer's side: after the makers' manuals, knowing nothing of the
 * encoder whose bytes it reads.
 */
export type CommandName = (typeof FIXED)[number]['name'] | 'symbol' | 'raster' | 'text';

export interface Command {
  name: CommandName;
  /** What follows the command's own bytes; the letters of a text. */
  args: Uint8Array;
}

const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const FIXED = [
  { name: 'feed', opening: [0x0a], args: 0 },
  { name: 'initialize', opening: [ESC, 0x40], args: 0 },
  { name: 'single-bytes', opening: [FS, 0x2e], args: 0 },
  { name: 'font', opening: [ESC, 0x4d], args: 1 },
  { name: 'bold', opening: [ESC, 0x45], args: 1 },
  { name: 'align', opening: [ESC, 0x61], args: 1 },
  { name: 'code-page', opening: [ESC, 0x74], args: 1 },
  { name: 'size', opening: [GS, 0x21], args: 1 },
  { name: 'cut', opening: [GS, 0x56], args: 1 },
] as const;
const SYMBOL = [GS, 0x28, 0x6b];
const RASTER = [GS, 0x76, 0x30, 0x00];

/**
 * Takes bytes apart into commands and texts.
 * @throws Error at whatever is not known: a printer would do something that no receipt asks for.
 */
export function commandsIn(bytes: Uint8Array): Command[] {
  const commands: Command[] = [];
  for (let at = 0; at < bytes.length;) {
    const { command, length } = commandAt(bytes.subarray(at));
    commands.push(command);
    at += length;
  }
  return commands;
}

interface Found {
  command: Command;
  length: number;
}

const commandAt = (rest: Uint8Array): Found =>
  fixedAt(rest) ?? symbolAt(rest) ?? rasterAt(rest) ?? textAt(rest) ?? unknownAt(rest);

function fixedAt(rest: Uint8Array): Found | null {
  const form = FIXED.find(({ opening }) => opensWith(rest, opening));
  return form ? found(form.name, rest, form.opening.length, form.args) : null;
}

function symbolAt(rest: Uint8Array): Found | null {
  return opensWith(rest, SYMBOL) ? found('symbol', rest, 5, word(rest, 3)) : null;
}

function rasterAt(rest: Uint8Array): Found | null {
  // Its size, in bytes across and dots down, is part of what it says.
  return opensWith(rest, RASTER) ? found('raster', rest, 4, 4 + word(rest, 4) * word(rest, 6)) : null;
}

function textAt(rest: Uint8Array): Found | null {
  const end = rest.findIndex((byte) => byte < 0x20 || byte === 0x7f);
  const length = end === -1 ? rest.length : end;
  return length > 0 ? found('text', rest, 0, length) : null;
}

function unknownAt(rest: Uint8Array): never {
  const opening = [...rest.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0'));
  throw new Error(`no command of a receipt: ${opening.join(' ')}`);
}

function found(name: CommandName, rest: Uint8Array, opening: number, args: number): Found {
  const length = opening + args;
  if (rest.length < length) throw new Error(`${name} is cut short`);
  return { command: { name, args: rest.subarray(opening, length) }, length };
}

const opensWith = (rest: Uint8Array, opening: readonly number[]): boolean =>
  opening.every((byte, at) => rest[at] === byte);

/** Two bytes, the low one first. */
export const word = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
