import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { narrow, printed, tenTrips, text, textsOf, wide, written } from '../../../tests/kit/printed';
import { CODE_PAGES, charactersOf, type CodePages } from './code-pages';
import { encodeReceipt } from './esc-pos';
import { PAPERS, type Paper, type PrinterSettings } from './paper';
import { previewReceipt } from './preview';
import { commandsIn } from './preview/commands';
import { widthOf } from './preview/sheet';
import { receiptOf, type SaleInWords } from './receipt';

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

  test('a price that leaves no room beside it stands below', () => {
    const price = '123.456.789.012,34 Kronen';
    expect(written([{ kind: 'pair', left: 'Ten trips', right: price }], narrow).slice(0, 2)).toEqual([
      'Ten trips',
      price,
    ]);
    expect(printed([{ kind: 'pair', left: 'Ten trips', right: price }], narrow)[1]).toMatchObject({
      runs: [{ text: price.padStart(32) }],
    });
  });

  test('its code says the sale’s id, stands in the middle and has room around it', () => {
    const rows = printed(receiptOf(tenTrips));
    const at = rows.findIndex(({ kind }) => kind === 'qr');
    expect(rows.slice(at - 1, at + 2)).toEqual([
      { kind: 'text', align: 'left', runs: [] },
      { kind: 'qr', align: 'center', symbol: { content: tenTrips.saleId, size: 6, level: 'M' } },
      { kind: 'text', align: 'left', runs: [] },
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
