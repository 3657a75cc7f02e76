import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, encodeFrame, type Frame } from './frame';
import { runs } from '../../../tests/kit/deep';

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9A-F]{2}/g) ?? [], (pair) => parseInt(pair, 16));

const ACK = '00 00 FF 00 FF 00';
const NACK = '00 00 FF FF 00 00';
const REFUSAL = '00 00 FF 01 FF 7F 81 00';
const VERSION = '00 00 FF 06 FA D5 03 32 01 06 07 E8 00';
const EXTENDED = '00 00 FF FF FF 00 02 FE D5 15 16 00';

const ack: Frame = { type: 'ack' };
const version: Frame = { type: 'answer', code: 0x03, data: [0x32, 0x01, 0x06, 0x07] };

const read = (hex: string): Frame[] => createFrameReader().push(bytesOf(hex));

/** As the chip sends it. */
function answerFrame(data: readonly number[]): number[] {
  const frame = [...encodeFrame(data)];
  const sum = frame[frame.length - 2] ?? 0;
  return frame.with(5, 0xd5).with(-2, (sum - 1) & 0xff);
}

test.each([
  ['GetFirmwareVersion', [0x02], '00 00 FF 02 FE D4 02 2A 00'],
  ['SAMConfiguration', [0x14, 0x01], '00 00 FF 03 FD D4 14 01 17 00'],
  ['InListPassiveTarget', [0x4a, 0x01, 0x00], '00 00 FF 04 FC D4 4A 01 00 E1 00'],
])('%s is framed as the manual shows it', (_, command, frame) => {
  expect(encodeFrame(command)).toEqual(bytesOf(frame));
});

test.each<[string, string, Frame[]]>([
  ['an ACK', ACK, [ack]],
  ['a refusal', REFUSAL, [{ type: 'refusal' }]],
  ['an answer', VERSION, [version]],
  ['an ACK with its answer', ACK + VERSION, [ack, version]],
  ['an answer behind more zeros', '00 00 00 00' + VERSION, [version]],
  ['an answer behind noise', '55 D5 00 FF 41 00 FF' + VERSION, [version]],
  ['an answer behind half an answer', '00 00 FF 06 FA D5 03' + VERSION.repeat(2), [version, version]],
])('%s is read', (_, hex, frames) => {
  expect(read(hex)).toEqual(frames);
});

test.each([
  ['a wrong LCS', '00 00 FF 06 FB D5 03 32 01 06 07 E8 00'],
  ['a wrong DCS', '00 00 FF 06 FA D5 03 32 01 06 07 E9 00'],
  ['something else behind the DCS', '00 00 FF 06 FA D5 03 32 01 06 07 E8 01'],
  ['our own command, come back', '00 00 FF 02 FE D4 02 2A 00'],
  ['an answer without a code', '00 00 FF 01 FF D5 2B 00'],
  ['a NACK', NACK],
  ['a frame of the longer kind', EXTENDED],
])('%s is no frame, and the next one is read', (_, hex) => {
  expect(read(hex + VERSION)).toEqual([version]);
});

test('what has come of a frame is dropped with a reset', () => {
  const frames = createFrameReader();
  frames.push(bytesOf('00 00 FF FE 02 D5'));
  expect(frames.push(bytesOf(VERSION))).toEqual([]);
  frames.reset();
  expect(frames.push(bytesOf(VERSION))).toEqual([version]);
});

test('endless noise leaves nothing behind that the next frames must wait for longer than for one frame', () => {
  const frames = createFrameReader();
  frames.push(new Uint8Array(20_000).fill(0x00));
  frames.push(bytesOf('00 FF FE 02'.repeat(2000)));
  const read = Array.from({ length: 30 }, () => frames.push(bytesOf(VERSION))).flat();
  expect(read).toContainEqual(version);
});

const data = fc.array(fc.nat(255), { minLength: 1, maxLength: 254 });

test('every answer is read, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.array(data, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (answers, size) => {
      const bytes = answers.flatMap(answerFrame);
      const frames = createFrameReader();
      const read: Frame[] = [];
      for (let i = 0; i < bytes.length; i += size)
        read.push(...frames.push(Uint8Array.from(bytes.slice(i, i + size))));
      expect(read).toEqual(answers.map(([code, ...rest]) => ({ type: 'answer', code, data: rest })));
    }),
  );
});

test('an answer with one byte changed or lost is never another answer', () => {
  fc.assert(
    fc.property(
      data,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      (answer, where, flip, isLost) => {
        const frame = answerFrame(answer);
        const at = where % frame.length;
        const damaged = isLost ? frame.toSpliced(at, 1) : frame.with(at, (frame[at] ?? 0) ^ flip);
        const [code, ...rest] = answer;
        for (const read of createFrameReader().push(Uint8Array.from(damaged)))
          if (read.type === 'answer') expect(read).toEqual({ type: 'answer', code, data: rest });
      },
    ),
    { numRuns: runs(500) },
  );
});
