import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommand, readGreeting, readReply } from './command';
import { crc16 } from './crc';
import { readEvent } from './event';
import { decodeLine, encodeFrame, type Frame, type FrameType } from './frame';
import { createLineReader, toBytes } from './lines';
import vectors from './vectors.json' with { type: 'json' };
import { runs } from '../../tests/kit/deep';

const frameOf = (frame: (typeof vectors.frames)[number]['frame']): Frame => ({
  ...frame,
  type: frame.type as FrameType,
  args: Object.fromEntries(Object.entries(frame.args).filter(([, value]) => value !== undefined)),
});

describe('the vectors', () => {
  test.each(vectors.crc)('the sum of $text', ({ text, crc }) => {
    expect(crc16(text).toString(16).toUpperCase()).toBe(crc);
  });

  test.each(vectors.frames)('$line', ({ line, frame }) => {
    expect(decodeLine(line)).toEqual({ ok: true, frame: frameOf(frame) });
    expect(encodeFrame(frameOf(frame))).toBe(`${line}\n`);
  });

  test.each(vectors.faults)('no frame: $why', ({ line, fault }) => {
    expect(decodeLine(line)).toEqual({ ok: false, fault });
  });

  test.each(vectors.streams)('$why', ({ chunks, lines }) => {
    const reader = createLineReader();
    expect(chunks.flatMap((chunk) => reader.push(toBytes(chunk)))).toEqual(lines);
  });
});

const word = (letters: string, most: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: most });
const anyFrame = fc.record({
  type: fc.constantFrom<FrameType>('>', '<', '!', '#'),
  id: fc.integer({ min: 1, max: 999 }),
  verb: word('ABCXYZ', 8),
  args: fc.dictionary(word('abcxyz', 8), word('09AZaz!~:,.-', 6), { maxKeys: 6, noNullPrototype: true }),
});

test('property: a frame comes through as it was, however the line cuts it', () => {
  fc.assert(
    fc.property(anyFrame, fc.array(fc.nat(40)), (frame, cuts) => {
      const reader = createLineReader();
      const bytes = toBytes(encodeFrame(frame));
      const ends = [...cuts].sort((a, b) => a - b);
      const chunks = [0, ...ends].map((from, i) => bytes.subarray(from, ends[i] ?? bytes.length));
      const lines = chunks.flatMap((chunk) => reader.push(chunk));
      expect(lines.map(decodeLine)).toEqual([{ ok: true, frame }]);
    }),
    { numRuns: runs(500) },
  );
});

test('property: a frame with any one byte changed is none', () => {
  fc.assert(
    fc.property(anyFrame, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, at, change) => {
      const line = encodeFrame(frame).slice(0, -1);
      const place = at % line.length;
      const damaged = String.fromCharCode(line.charCodeAt(place) ^ change);
      expect(decodeLine(line.slice(0, place) + damaged + line.slice(place + 1)).ok).toBe(false);
    }),
    { numRuns: runs(2000) },
  );
});

test('what cannot be a frame is not written', () => {
  const frame: Frame = { type: '>', id: 1, verb: 'PING', args: {} };
  for (const wrong of [
    { id: 0 },
    { id: 1000 },
    { id: 1.5 },
    { verb: 'ping' },
    { args: { v: '' } },
    { args: { v: 'a b' } },
    { args: { v: 'a\n' } },
    { args: { v: 'x'.repeat(128) } },
    { args: { 'v v': '1' } },
  ]) {
    expect(() => encodeFrame({ ...frame, ...wrong }), JSON.stringify(wrong)).toThrow(RangeError);
  }
});

const request = (verb: string, args = {}): Frame => ({ type: '>', id: 1, verb, args });

test.each([
  ['HI', { v: '1', t: 'gate' }],
  ['HI', { v: '2', t: 'sales', later: 'x' }],
  ['LAMP', { r: '0', a: '1', g: '50' }],
  ['LAMP', { r: '5000', a: '0', g: '0' }],
  ['BUZ', { hz: '100', ms: '10', n: '0' }],
  ['GATE', { ms: '5000' }],
  ['CFG', { k: 'id', v: 'gate-north-1' }],
  ['ACK', { n: '999' }],
])('%s %o is a command', (verb, args) => {
  expect(readCommand(request(verb, args))).toEqual({ verb, args });
});

test.each([
  ['HI', {}],
  ['HI', { v: '0', t: 'gate' }],
  ['HI', { v: '1', t: 'bus' }],
  ['LAMP', { r: '0', a: '1' }],
  ['LAMP', { r: '49', a: '1', g: '1' }],
  ['LAMP', { r: '05', a: '1', g: '1' }],
  ['BUZ', { hz: '99', ms: '10', n: '1' }],
  ['BUZ', { hz: '440', ms: '10', n: '21' }],
  ['GATE', { ms: '0' }],
  ['GATE', { ms: '5001' }],
  ['GATE', { ms: '1e3' }],
  ['GATE', { ms: '-1' }],
  ['CFG', { k: 'id', v: 'seventeen-letters' }],
  ['CFG', { k: 'name', v: 'x' }],
  ['ACK', { n: '1000' }],
])('%s %o is refused', (verb, args) => {
  expect(readCommand(request(verb, args))).toBe('ARG');
});

test.each(['LAMPS', 'TOSTRING', 'CONSTRUC'])('nobody knows %s', (verb) => {
  expect(readCommand(request(verb))).toBe('VERB');
});

test('replies', () => {
  const reply = (verb: string, args = {}) => readReply({ type: '<', id: 1, verb, args });
  expect(reply('OK', { up: '1' })).toEqual({ ok: true, args: { up: '1' } });
  expect(reply('ERR', { c: 'SAFE' })).toEqual({ ok: false, code: 'SAFE' });
  expect(reply('ERR', { c: 'toString' })).toBeNull();
  expect(reply('ERR')).toBeNull();
  expect(reply('YES')).toBeNull();
});

test('a board says who it is, and another thing at the end of the line does not', () => {
  const said = vectors.frames.find(({ frame }) => frame.verb === 'OK' && 'fw' in frame.args);
  const args = said ? frameOf(said.frame).args : {};
  expect(readGreeting(args)).toEqual({
    firmware: '1.0.0',
    hardware: 'uno-rc522',
    boardId: '0123456789ABCDEF',
    boot: 65535,
    reset: 'WDT',
    capabilities: ['card', 'lamp3', 'buz', 'btn3', 'rly'],
    leaseMs: 3000,
  });
  for (const key of ['v', 'fw', 'hw', 'id', 'boot', 'rst', 'caps', 'lease']) {
    expect(
      readGreeting(Object.fromEntries(Object.entries(args).filter(([name]) => name !== key))),
    ).toBeNull();
  }
});

const event = (verb: string, args = {}) => readEvent({ type: '!', id: 1, verb, args });

test.each([
  ['BOOT', { boot: '17', rst: 'EXT' }, { type: 'boot', boot: 17, reset: 'EXT' }],
  ['CARD', { uid: '04A1B2C3', atqa: '0004', sak: '08' }, { type: 'card', uid: '04A1B2C3' }],
  ['GONE', { uid: '04A1B2C3D4E5F6' }, { type: 'gone', uid: '04A1B2C3D4E5F6' }],
  ['MULTI', {}, { type: 'several' }],
  ['BTN', { k: '3', s: '1' }, { type: 'button', key: 3, down: true }],
  ['RDR', { s: 'dead' }, { type: 'reader', works: false }],
  ['GATE', { s: '0' }, { type: 'gate', open: false }],
  ['FIRE', { s: '1' }, { type: 'fire', alarm: true }],
  ['SAFE', {}, { type: 'safe' }],
  ['LOST', { n: '4' }, { type: 'lost', events: 4 }],
])('%s %o', (verb, args, told) => {
  expect(event(verb, args)).toEqual(told);
});

test.each([
  ['CARD', { uid: '04A1B2', atqa: '0004', sak: '08' }],
  ['CARD', { uid: '04a1b2c3', atqa: '0004', sak: '08' }],
  ['CARD', { uid: '04A1B2C3' }],
  ['BTN', { k: '4', s: '1' }],
  ['RDR', { s: 'well' }],
  ['BOOT', { boot: '0', rst: 'PWR' }],
  ['TOSTRING', {}],
])('%s %o tells nothing', (verb, args) => {
  expect(event(verb, args)).toBeNull();
});
