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

/** Whether all of it can be written, and nothing becomes `?`. */
export function isPrintable(text: string, codePages: CodePages): boolean {
  const known = charactersIn(codePages);
  return [...text.normalize('NFC')].every((one) => one === UNKNOWN || written(one, known) !== UNKNOWN);
}

/** Text as it may be drawn: one line, not endless, and nothing unseen but the marks of direction and joining. */
export const drawable = (text: string): string =>
  shortened(
    text
      .replace(/\s+/gu, ' ')
      .replace(/[\p{Cc}\p{Cs}]/gu, '')
      .trim(),
  );

function written(character: string, known: ReadonlySet<string>): string {
  if (/^\s$/u.test(character)) return ' ';
  if (known.has(character)) return character;
  if (IS_UNSEEN.test(character)) return '';
  const spelled = SPELLED.get(character) ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
  return spelled && [...spelled].every((one) => known.has(one)) ? spelled : UNKNOWN;
}

/** Control characters, marks of direction and joining, what is left of accents, halves of characters. */
const IS_UNSEEN = /^[\p{C}\p{M}]$/u;

/** What has no spelling in Unicode's own tables. */
const SPELLED = new Map(
  'ł=l Ł=L đ=d Đ=D ħ=h Ħ=H ı=i ŋ=ng Ŋ=NG ẞ=SS −=- ₺=TRY ₴=UAH ₽=RUB ₪=ILS ₹=INR ₩=KRW ₸=KZT ₾=GEL'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
);

function shortened(line: string): string {
  const characters = [...line];
  return characters.length <= LONGEST ? line : `${characters.slice(0, LONGEST - 3).join('')}...`;
}

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
