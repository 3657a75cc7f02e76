import { expect, test } from 'vitest';
import { drawLines, type LineCanvas } from './canvas-line';
import type { TextLine } from './receipt';

/** A canvas that notes what is drawn. Each of its letters is 10 wide; large ones 20. */
function notedCanvas() {
  const drawn: string[] = [];
  const sizes: string[] = [];
  const newCanvas = (width: number, height: number): LineCanvas => {
    sizes.push(`${width} x ${height}`);
    const canvas: LineCanvas = {
      font: '',
      direction: 'ltr',
      textAlign: 'start',
      fillStyle: '',
      measureText: (text) =>
        ({ width: text.length * (canvas.font.includes('44px') ? 20 : 10) }) as TextMetrics,
      fillText: (text, x, y, most) =>
        void drawn.push(
          `${text}: ${canvas.direction} ${canvas.textAlign} at ${x}, ${y} within ${most ?? '-'}`,
        ),
      fillRect: () => undefined,
      getImageData: (_x, _y, w, h) =>
        ({ width: w, height: h, data: new Uint8ClampedArray(w * h * 4) }) as ImageData,
    };
    return canvas;
  };
  return { drawn, sizes, draw: drawLines(newCanvas) };
}

const line = (text: string, rest: Partial<TextLine> = {}): TextLine => ({
  kind: 'text',
  text,
  align: 'left',
  ...rest,
});

test.each([
  ['begins at the left', 'ひと', 'left', 'ltr start at 0'],
  ['begins at the right where the language does', 'تذكرة', 'left', 'rtl start at 400'],
  ['begins at the right behind a number', '24 תודה', 'left', 'rtl start at 400'],
  ['ends at the left then', 'תודה', 'right', 'rtl end at 0'],
  ['stands in the middle', 'תודה', 'center', 'rtl center at 200'],
] as const)('a line %s', (_, text, align, place) => {
  const { drawn, draw } = notedCanvas();
  draw(line(text, { align }), 400);
  expect(drawn).toEqual([`${text}: ${place}, 22.5 within 400`]);
});

test('a line that is too long is broken between words', () => {
  const { drawn, draw } = notedCanvas();
  const drawing = draw(line('aaaa bbbb cccc'), 100);
  expect(drawn).toEqual([
    'aaaa bbbb: ltr start at 0, 22.5 within 100',
    'cccc: ltr start at 0, 52.5 within 100',
  ]);
  expect(drawing).toMatchObject({ width: 100, height: 60 });
});

test('a word that is too long is left to be drawn narrower', () => {
  const { drawn, draw } = notedCanvas();
  draw(line('a'.repeat(30)), 100);
  expect(drawn).toHaveLength(1);
});

test('large letters take twice the room', () => {
  const { drawn, sizes, draw } = notedCanvas();
  draw(line('aaaa bbbb', { large: true }), 100);
  expect(drawn).toHaveLength(2);
  expect(sizes.at(-1)).toBe('100 x 120');
});

test('two ends share the first line, the one that begins goes on below', () => {
  const { drawn, draw } = notedCanvas();
  draw({ kind: 'pair', left: 'עשר נסיעות לכולם', right: '24.00' }, 200);
  expect(drawn).toEqual([
    'עשר נסיעות: rtl start at 200, 22.5 within 200',
    '24.00: rtl end at 0, 22.5 within 200',
    'לכולם: rtl start at 200, 52.5 within 200',
  ]);
});
