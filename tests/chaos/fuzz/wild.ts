import fc from 'fast-check';
import { GENERAL } from '#domain/chat/room';

/** Too deep to be written by JSON.stringify, which calls itself: put in by `toJson`. */
const DEEP: Record<string, string> = {
  '@deep array@': '['.repeat(10_000) + ']'.repeat(10_000),
  '@deep object@': '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000),
};

/** Undefined becomes nothing. */
export const toJson = (value: unknown): string =>
  (JSON.stringify(value) ?? '').replace(/"(@deep \w+@)"/g, (_, name: string) => DEEP[name] ?? '');

/** What no schema asks for: strange in type, in size or in depth. */
const strange = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  '\ud800',
  '\udfff\ud800',
  '\u0000',
  '__proto__',
  'constructor',
  '{t}',
  '../..',
  "'; --",
  '<script>alert(1)</script>',
  'x'.repeat(20_000),
  '\u0300'.repeat(5_000),
  [],
  [[]],
  {},
  ...Object.keys(DEEP),
  JSON.parse('{"__proto__":{"rights":["monitor"]}}'),
  { constructor: { prototype: {} } },
  { toString: 1, valueOf: null, then: 1 },
  { length: 1e9 },
] as const;

export const wild: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...strange) },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2, withBigInt: false }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

/** Strings that some schema takes. */
export const known: fc.Arbitrary<string> = fc.oneof(
  fc.uuid({ version: [4, 7] }),
  fc.constantFrom(
    GENERAL,
    '04AB',
    'TEN_TRIP',
    'SINGLE_USE',
    'gate-north',
    'sales-1',
    '0-0',
    'public',
    'pablo',
  ),
  fc.constantFrom('The 14:02 leaves from platform 2', '1<2 & 3>2', 'x'.repeat(4_000)),
);
