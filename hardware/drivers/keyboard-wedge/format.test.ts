import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrate, readTyped, type WedgeFormat } from './format';

test.each<[string, string, WedgeFormat]>([
  ['A1B2C3D4', 'A1B2C3D4', 'hex'],
  ['A1B2C3D4', 'd4c3b2a1', 'hex-reversed'],
  ['A1B2C3D4', '2712847316', 'decimal'],
  ['A1B2C3D4', '3569595041', 'decimal-reversed'],
  ['00000102', '0000000258', 'decimal'],
  ['04A1B2C3D4E5F6', '04A1B2C3D4E5F6', 'hex'],
  ['04A1B2C3D4E5F6', 'F6E5D4C3B2A104', 'hex-reversed'],
  ['04A1B2C3D4E5F6', '0077705923', 'decimal'],
  ['04A1B2C3D4E5F6', '3283263748', 'decimal-reversed'],
  ['04A1B2C3D4E5F6070809', '090807F6E5D4C3B2A104', 'hex-reversed'],
])('the card %s typed as %s: %s', (uid, typed, format) => {
  expect(calibrate(uid, typed)).toEqual({ ok: true, format });
});

test.each([
  ['another card', 'A1B2C3D4', 'A1B2C3D5'],
  ['the first half only', '04A1B2C3D4E5F6', '04A1B2C3'],
  ['nothing', 'A1B2C3D4', ''],
  ['a decimal without its zeros', '00000102', '258'],
  ['a known card that is none', '4444', '4444'],
])('%s: no format fits', (_, uid, typed) => {
  expect(calibrate(uid, typed)).toEqual({ ok: false, why: 'no-format-fits' });
});

test.each([
  ['A1B2B2A1', 'A1B2B2A1'],
  ['A1B2C3D4C3B2A1', 'A1B2C3D4C3B2A1'],
  ['A1B2B2A1', '2712842913'],
  ['A1B2B2A1D4E5F6', '2712842913'],
])('the card %s typed as %s: another card will tell', (uid, typed) => {
  expect(calibrate(uid, typed)).toEqual({ ok: false, why: 'ambiguous' });
});

test('of a longer card a decimal reader gives the first four bytes', () => {
  expect(readTyped('0077705923', 'decimal')).toBe('04A1B2C3');
  expect(readTyped('3283263748', 'decimal-reversed')).toBe('04A1B2C3');
});

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const uid = fc
  .oneof(bytes(4), bytes(7), bytes(10))
  .map((uid) => Buffer.from(uid).toString('hex').toUpperCase());

/** What readers of each format type for a card. */
const TYPE: Record<WedgeFormat, (uid: Buffer) => string> = {
  hex: (uid) => uid.toString('hex'),
  'hex-reversed': (uid) => Buffer.from(uid).reverse().toString('hex'),
  decimal: (uid) => String(uid.readUInt32BE()).padStart(10, '0'),
  'decimal-reversed': (uid) => String(uid.readUInt32LE()).padStart(10, '0'),
};
const FORMATS = Object.keys(TYPE) as WedgeFormat[];

test('a reader that one card has calibrated tells every other', () => {
  fc.assert(
    fc.property(uid, uid, fc.constantFrom(...FORMATS), (known, other, format) => {
      const type = (uid: string) => TYPE[format](Buffer.from(uid, 'hex')).toUpperCase();
      const calibration = calibrate(known, type(known));
      if (!calibration.ok) return expect(calibration.why).toBe('ambiguous');
      expect(calibration.format).toBe(format);
      const isDecimal = format.startsWith('decimal');
      expect(readTyped(type(other), format)).toBe(isDecimal ? other.slice(0, 8) : other);
    }),
  );
});
