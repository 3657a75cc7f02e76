import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printed, tenTrips, text, textsOf, wide } from '../../../tests/kit/printed';
import type { DrawLine } from './drawing';
import { encodeReceipt } from './esc-pos';
import { commandsIn } from './preview/commands';
import { receiptOf, type PairLine, type TextLine } from './receipt';
import { runs } from '../../../tests/kit/deep';

/** Draws a slope from the upper left, and notes of which line it is. */
function slopes() {
  const lines: (TextLine | PairLine)[] = [];
  const draw: DrawLine = (line, width) => {
    lines.push(line);
    const height = 16;
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let y = 0; y < height; y++) data.fill(0, (y * width + y) * 4, (y * width + y) * 4 + 3);
    return { width, height, data };
  };
  return { lines, draw };
}

test('a line in letters that the printer lacks is drawn as wide as the paper, dot by dot', () => {
  const { draw } = slopes();
  const [row] = printed(text('شكراً'), wide, draw);
  const bits = new Uint8Array(72 * 16);
  for (let y = 0; y < 16; y++) bits[y * 72 + (y >> 3)] = 0x80 >> (y & 7);
  expect(row).toEqual({ kind: 'raster', align: 'left', bytesAcross: 72, bits });
});

test('lines in the printer’s own letters are not drawn', () => {
  const { lines, draw } = slopes();
  const rows = printed(receiptOf({ ...tenTrips, product: 'عشر رحلات', thanks: 'Really? Łódź!' }), wide, draw);
  expect(lines).toEqual([{ kind: 'pair', left: 'عشر رحلات', right: '€24.00', bold: true }]);
  expect(textsOf(rows).map((line) => line.trim())).toContain('Really? Lódz!');
});

test('what is drawn has no line breaks or control characters, keeps its marks of direction, and ends', () => {
  const { lines, draw } = slopes();
  printed(text(`\u200Fتذكرة\u001B@\n\u0000${'ا'.repeat(500)}`), wide, draw);
  const [drawn] = lines.map((line) => (line.kind === 'text' ? line.text : ''));
  expect(drawn).toMatch(/^\u200Fتذكرة@ ا+\.\.\.$/);
  expect(drawn).toHaveLength(200);
});

test('whatever is drawn, the printer gets pictures and the commands of a receipt', () => {
  const { draw } = slopes();
  const anyText = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(anyText, anyText, (operator, product) => {
      const names = commandsIn(encodeReceipt(receiptOf({ ...tenTrips, operator, product }), wide, draw)).map(
        ({ name }) => name,
      );
      expect(names.filter((name) => name === 'raster').length).toBeLessThanOrEqual(2);
      expect(names.filter((name) => name === 'initialize' || name === 'cut')).toEqual(['initialize', 'cut']);
    }),
    { numRuns: runs(30) },
  );
});
