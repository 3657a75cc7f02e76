import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { narrow, tenTrips, text, textsOf, wide } from '../../../tests/kit/printed';
import { previewReceipt } from './preview';
import { readEscPos } from './preview/sheet';
import { receiptOf } from './receipt';

test('a reader of codes reads the sale’s id off the picture', () => {
  const boxes = [...previewReceipt(receiptOf(tenTrips), wide).matchAll(/M(\d+) (\d+)h(\d+)/g)];
  const { pixels, side } = rasterOf(boxes.map(([, ...box]) => box.map(Number) as [number, number, number]));
  expect(jsQR(pixels, side, side)?.data).toBe(tenTrips.saleId);
});

/** Boxes of a code (x, y, width; one high), each module four pixels wide, with a margin. */
function rasterOf(boxes: [number, number, number][]): { pixels: Uint8ClampedArray; side: number } {
  const scale = 4;
  const margin = 4;
  const side = (Math.max(...boxes.map(([x, , width]) => x + width)) + 2 * margin) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [x, y, width] of boxes) {
    for (let row = (y + margin) * scale; row < (y + margin + 1) * scale; row++) {
      const start = row * side + (x + margin) * scale;
      pixels.fill(0, start * 4, (start + width * scale) * 4);
    }
  }
  // Alpha is all the same to the reader, which looks at colors alone.
  return { pixels, side };
}

test('shows a line that is too long as a printer would break it', () => {
  const bytes = new TextEncoder().encode(`${'a'.repeat(33)}\n`);
  expect(textsOf(readEscPos(bytes, narrow))).toEqual(['a'.repeat(32), 'a']);
});

test('has no room for a wide letter where a narrow one would go', () => {
  const bytes = Uint8Array.of(...new TextEncoder().encode('a'.repeat(31)), 0x1d, 0x21, 0x11, 0x62, 0x0a);
  expect(textsOf(readEscPos(bytes, narrow))).toEqual(['a'.repeat(31), 'b']);
});

test.each([
  ['a pulse for the cash drawer', [0x1b, 0x70, 0, 25, 250]],
  ['a control character', [0x41, 0x07]],
  ['a command that is cut short', [0x1d, 0x28, 0x6b, 0x05, 0x00, 0x31]],
])('refuses %s', (_, bytes) => {
  expect(() => readEscPos(Uint8Array.from(bytes), wide)).toThrow();
});

test('is a document in which no name is markup', () => {
  const picture = previewReceipt(text('<script>&amp;"'), wide);
  expect(picture).toContain('&lt;script&gt;&amp;amp;"');
  expect(picture).not.toContain('<script');
});
