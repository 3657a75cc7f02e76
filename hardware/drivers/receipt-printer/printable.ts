import { charactersOf, codePagesOf, type CodePages } from './code-pages';

/** A name longer than this is cut off: nobody's roll of paper shall end in one receipt. */
const LONGEST = 200;

/** What stands for a character that the printer cannot write in any way. */
const UNKNOWN = '?';

/**
 * Text as a printer with these code pages can write it, one byte a character: no control character gets through, so no
 * text can be a command; letters that it lacks lose their accents or get others that sound alike, the rest become `?`.
 */
export function printable(text: string, codePages: CodePages): string {
  const known = charactersIn(codePages);
  const line = [...text.normalize('NFC')].map((character) => written(character, known)).join('');
  return shortened(line.replace(/ +/g, ' ').trim());
}

function written(character: string, known: ReadonlySet<string>): string {
  if (/^\s$/u.test(character)) return ' ';
  if (known.has(character)) return character;
  if (IS_UNSEEN.test(character)) return '';
  const spelled = SPELLED[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
  return spelled && [...spelled].every((one) => known.has(one)) ? spelled : UNKNOWN;
}

/** Control characters, marks of direction and joining, what is left of accents, halves of characters. */
const IS_UNSEEN = /^[\p{C}\p{M}]$/u;

/** What has no spelling in Unicode's own tables. */
const SPELLED: Partial<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i', ĸ: 'k', ŋ: 'ng', Ŋ: 'NG', ẞ: 'SS', '−': '-' },
  ...{ '₺': 'TRY', '₴': 'UAH', '₽': 'RUB', '₪': 'ILS', '₹': 'INR', '₩': 'KRW', '₸': 'KZT', '₾': 'GEL' },
};

const shortened = (line: string): string =>
  line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 3)}...`;

function charactersIn(codePages: CodePages): ReadonlySet<string> {
  const known = sets.get(codePages);
  if (known) return known;
  const made = new Set(
    codePagesOf(codePages)
      .flatMap((page) => [...charactersOf(page)])
      .filter(isSeen),
  );
  sets.set(codePages, made);
  return made;
}

const sets = new Map<CodePages, ReadonlySet<string>>();

const isSeen = (character: string): boolean => /^[^\p{C}\p{M}\s\uFFFD]$/u.test(character);
