import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { expect, test } from 'vitest';
import { text, written } from '../../../tests/kit/printed';
import { CODE_PAGES, charactersOf, codePagesOf, type CodePages } from './code-pages';

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

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
