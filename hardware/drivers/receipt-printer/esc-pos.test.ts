import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { describe, expect, test } from 'vitest';
import { CODE_PAGES, charactersOf, codePagesOf, type CodePages } from './code-pages';
import { encodeReceipt } from './esc-pos';
import { PAPERS, type Paper, type PrinterSettings } from './paper';
import { previewReceipt } from './preview';
import { commandsIn } from './preview/commands';
import { readEscPos, widthOf, type Row } from './preview/sheet';
import { receiptOf, type Receipt, type SaleInWords } from './receipt';

const saleId = '019ac3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d';

const tenTrips: SaleInWords = {
  saleId,
  operator: 'Campus Shuttle',
  product: 'Ten trips',
  price: '€24.00',
  payment: 'Paid in cash',
  at: 'Nov 24, 2026, 14:02',
  numberLabel: 'Receipt',
  thanks: 'Thank you. Have a good journey.',
};

const zehnFahrten: SaleInWords = {
  ...tenTrips,
  operator: 'Fähre Übersee & Söhne',
  product: 'Zehnerkarte für Fahrräder und größere Hunde',
  price: '24,00 €',
  payment: 'Bar bezahlt',
  at: '24. Nov. 2026, 14:02',
  numberLabel: 'Beleg',
  thanks: 'Danke. Gute Fahrt!',
};

const wide: PrinterSettings = { paper: '80', codePages: 'western' };
const narrow: PrinterSettings = { paper: '58', codePages: 'western' };

const printed = (receipt: Receipt, settings = wide): Row[] =>
  readEscPos(encodeReceipt(receipt, settings), settings);

const textsOf = (rows: Row[]): string[] =>
  rows.flatMap((row) => (row.kind === 'text' ? [row.runs.map(({ text }) => text).join('')] : []));

const written = (receipt: Receipt, settings = wide): string[] =>
  textsOf(printed(receipt, settings)).map((text) => text.trim());

const text = (of: string): Receipt => [{ kind: 'text', text: of, align: 'left' }];

describe('a receipt as it comes out of the printer', () => {
  test.each([
    ['english-80mm', tenTrips, wide],
    ['english-58mm', tenTrips, narrow],
    ['german-80mm', zehnFahrten, wide],
    ['german-58mm', zehnFahrten, narrow],
    [
      'polish-80mm-180dpi',
      {
        ...tenTrips,
        operator: 'Kolejka Wąskotorowa',
        product: 'Bilet dziesięcioprzejazdowy',
        price: '24,00 zł',
        payment: 'Gotówka',
        at: '24 lis 2026, 14:02',
        numberLabel: 'Paragon',
        thanks: 'Dziękujemy. Szczęśliwej podróży!',
      },
      { paper: '80-wide-dots', codePages: 'epson' },
    ],
  ] as [string, SaleInWords, PrinterSettings][])('%s', async (name, sale, settings) => {
    await expect(previewReceipt(receiptOf(sale), settings)).toMatchFileSnapshot(`pictures/${name}.svg`);
  });

  test('everything that was asked for stands on it, and in this order', () => {
    expect(written(receiptOf(zehnFahrten)).filter(Boolean)).toEqual([
      'Fähre Übersee & Söhne',
      'Zehnerkarte für Fahrräder und größere    24,00 €',
      'Hunde',
      'Bar bezahlt',
      '-'.repeat(48),
      '24. Nov. 2026, 14:02',
      'Beleg                                  3A4B 5C6D',
      'Danke. Gute Fahrt!',
    ]);
  });

  test('who sells is large, what was sold is bold, the rest is plain', () => {
    const styles = printed(receiptOf(tenTrips)).flatMap((row) =>
      row.kind === 'text' ? row.runs.filter((run) => run.text.trim()) : [],
    );
    expect(styles.filter(({ height }) => height === 2)).toEqual([
      { text: 'Campus Shuttle', bold: true, width: 2, height: 2 },
    ]);
    expect(styles.filter(({ bold }) => bold).map((run) => run.text.replace(/ +/g, ' '))).toEqual([
      'Campus Shuttle',
      'Ten trips €24.00',
    ]);
  });

  test.each([
    ['takes two lines, broken between words', 'Fähre Übersee & Söhne', 2, ['Fähre Übersee &', 'Söhne']],
    ['stays small for a long word', 'Donaudampfschifffahrt', 1, ['Donaudampfschifffahrt']],
    [
      'stays small for many words',
      'The Isle of Eels Ferry & Tram Co.',
      1,
      ['The Isle of Eels Ferry & Tram', 'Co.'],
    ],
  ])('a long name %s', (_, operator, size, lines) => {
    const rows = printed(receiptOf({ ...tenTrips, operator }), narrow).slice(0, lines.length);
    const letters = rows.flatMap((row) =>
      row.kind === 'text' ? row.runs.filter((run) => run.text.trim()) : [],
    );
    expect(letters).toEqual(lines.map((line) => ({ text: line, bold: true, width: size, height: size })));
  });

  test('its code says the sale’s id, stands in the middle and has room around it', () => {
    const rows = printed(receiptOf(tenTrips));
    const at = rows.findIndex(({ kind }) => kind === 'qr');
    expect(rows.slice(at - 1, at + 2)).toEqual([
      { kind: 'text', align: 'left', runs: [] },
      { kind: 'qr', align: 'center', symbol: { content: saleId, size: 6, level: 'M' } },
      { kind: 'text', align: 'center', runs: [] },
    ]);
  });

  test('it is cut off once, below the last line', () => {
    const rows = printed(receiptOf(tenTrips));
    const cut = rows.findIndex(({ kind }) => kind === 'cut');
    expect(rows.filter(({ kind }) => kind === 'cut')).toHaveLength(1);
    expect(textsOf(rows.slice(cut)).join('')).toBe('');
    expect(textsOf(rows.slice(cut - 4, cut))).toEqual(['', '', '', '']);
  });
});

test('a reader of codes reads the sale’s id off the picture', () => {
  const boxes = [...previewReceipt(receiptOf(tenTrips), wide).matchAll(/M(\d+) (\d+)h(\d+)/g)];
  const { pixels, side } = rasterOf(boxes.map(([, ...box]) => box.map(Number) as [number, number, number]));
  expect(jsQR(pixels, side, side)?.data).toBe(saleId);
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

describe('letters', () => {
  test.each(Object.keys(CODE_PAGES) as CodePages[])(
    '%s keeps its code pages where the encoder does',
    (maker) => {
      const letters = codePagesOf(maker).map(
        (page) => [...charactersOf(page)].slice(0xc0).find(isLetter) ?? '',
      );
      const bytes = (codepageMapping: ConstructorParameters<typeof ReceiptPrinterEncoder>[0]) =>
        codePagesOf(maker).map((page, at) =>
          new ReceiptPrinterEncoder({ language: 'esc-pos', ...codepageMapping })
            .codepage(page)
            .text(letters[at] ?? '')
            .encode(),
        );
      const theirs = maker === 'western' ? 'epson/legacy' : maker;
      expect(bytes({ codepageMapping: CODE_PAGES[maker] })).toEqual(bytes({ codepageMapping: theirs }));
    },
  );

  test.each([
    ['euro and umlauts', 'western', '€ äöüÄÖÜß'],
    ['Polish', 'epson', 'Zażółć gęślą jaźń'],
    ['Cyrillic', 'xprinter', 'Съешь же ещё'],
    ['Greek', 'epson', 'Ξεσκεπάζω'],
    ['three alphabets on one line', 'epson', 'Ü Щ Ω'],
  ] as [string, CodePages, string][])('%s come out as they are', (_, codePages, letters) => {
    expect(written(text(letters), { paper: '80', codePages })[0]).toBe(letters);
  });

  test.each([
    ['an accent that the printer lacks', 'Łódź Őrség', 'Lódz Orség'],
    ['an accent of its own', 'Fa\u0308hre', 'Fähre'],
    ['the spaces of Intl', '24,00\u00A0€\u202F!', '24,00 € !'],
    ['a currency without a letter', '₴24', 'UAH24'],
    ['a ligature', 'ﬁn', 'fin'],
    ['what nobody here can spell', '東京 🚂', '?? ?'],
    ['marks of direction', '\u200Fabc\u202E', 'abc'],
    ['several lines', 'a\r\nb\tc', 'a b c'],
    ['half a character', 'a\uD83Db', 'ab'],
  ])('%s', (_, given, expected) => {
    expect(written(text(given))[0]).toBe(expected);
  });

  test('a name without end does not print a roll of paper', () => {
    const letters = written(text('x'.repeat(100_000))).join('');
    expect(letters).toHaveLength(200);
    expect(letters.endsWith('...')).toBe(true);
  });
});

const isLetter = (character: string): boolean => /\p{L}/u.test(character);

describe('no text is a command', () => {
  const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
  const command = fc.constantFrom(
    '\x1B@',
    '\x1DV\0',
    '\x1Bp\0\x19\xFA',
    '\x10\x14\x01\0\x05',
    '\x1B\x1Ba',
    '←',
    '\x1D(k',
  );
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: codeUnit, maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('א', 'ب', 'ا', ' ', '1', '(', 'x'), maxLength: 60 }),
    fc.array(fc.oneof(command, fc.string({ maxLength: 8 })), { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', minLength: 200, maxLength: 300 }),
  );
  const anyPrice = fc.oneof(
    anyText,
    fc
      .double()
      .map((price) => new Intl.NumberFormat('de', { style: 'currency', currency: 'EUR' }).format(price)),
  );
  const anySale = fc.record({
    saleId: fc.uuid(),
    operator: anyText,
    product: anyText,
    price: anyPrice,
    payment: anyText,
    at: anyText,
    numberLabel: anyText,
    thanks: anyText,
  });
  const anySettings = fc.record({
    paper: fc.constantFrom(...(Object.keys(PAPERS) as Paper[])),
    codePages: fc.constantFrom(...(Object.keys(CODE_PAGES) as CodePages[])),
  });

  test('whatever stands on a receipt, a printer gets the commands of a receipt', () => {
    fc.assert(
      fc.property(anySale, anySettings, (sale, settings) => {
        const names = commandsIn(encodeReceipt(receiptOf(sale), settings)).map(({ name }) => name);
        const count = (of: string) => names.filter((name) => name === of).length;
        expect([count('initialize'), count('font'), count('align'), count('cut'), count('raster')]).toEqual([
          1, 1, 2, 1, 0,
        ]);
        expect(names.slice(-2)).toEqual(['cut', 'feed']);
      }),
    );
  });

  test('whatever stands on a receipt, no line is longer than the paper is wide, and the code is the sale’s', () => {
    fc.assert(
      fc.property(anySale, anySettings, (sale, settings) => {
        const receipt = receiptOf(sale);
        const commands = commandsIn(encodeReceipt(receipt, settings));
        const rows = printed(receipt, settings);
        // The printer itself has begun no line.
        expect(rows.filter(({ kind }) => kind === 'text')).toHaveLength(
          commands.filter(({ name }) => name === 'feed').length,
        );
        expect(
          rows.every((row) => row.kind !== 'text' || widthOf(row.runs) <= PAPERS[settings.paper].columns),
        ).toBe(true);
        expect(rows.flatMap((row) => (row.kind === 'qr' ? [row.symbol.content] : []))).toEqual([sale.saleId]);
        expect(textsOf(rows).join('')).not.toContain('\uFFFD');
      }),
    );
  });

  test('what the printer can write comes out letter by letter', () => {
    const letters = [...charactersOf('windows1252')].filter(
      (one) => /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(one) && one !== '\uFFFD',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...letters, ' '), maxLength: 150 }),
        anySettings,
        (given, settings) => {
          const all = written(text(given), settings).join('');
          expect(all.replace(/ /g, '')).toBe(given.replace(/ /g, ''));
        },
      ),
    );
  });

  test.each(['', 'ümlaut', 'a\x1Bb', 'x'.repeat(201)])('a code that cannot say %j is left out', (content) => {
    const rows = printed([{ kind: 'qr', content }, { kind: 'rule' }]);
    expect(rows.some(({ kind }) => kind === 'qr')).toBe(false);
  });
});

describe('the preview', () => {
  test('shows a line that is too long as a printer would break it', () => {
    const bytes = new TextEncoder().encode(`${'a'.repeat(33)}\n`);
    expect(textsOf(readEscPos(bytes, narrow))).toEqual(['a'.repeat(32), 'a']);
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
});
