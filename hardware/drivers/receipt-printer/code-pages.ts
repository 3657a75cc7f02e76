/**
 * Where makers keep the code pages, as the number in `ESC t`. Only Windows' are used: they hold the euro sign and every
 * browser can read them back. From the makers' manuals by way of the encoder's tables, which a test compares.
 */
export const CODE_PAGES = {
  /** What nearly all printers share: Western European letters. */
  western: { windows1252: 16 },
  epson: {
    windows1252: 16,
    windows1250: 45,
    windows1251: 46,
    windows1253: 47,
    windows1254: 48,
    windows1257: 51,
  },
  bixolon: {
    windows1252: 16,
    windows1250: 47,
    windows1251: 28,
    windows1253: 24,
    windows1254: 25,
    windows1257: 26,
  },
  'pos-8360': { windows1252: 16, windows1250: 72, windows1251: 23, windows1254: 91, windows1257: 25 },
  xprinter: { windows1252: 16, windows1251: 23, windows1253: 7, windows1257: 25 },
} as const satisfies Record<string, Partial<Record<CodePage, number>>>;

export type CodePage =
  'windows1250' | 'windows1251' | 'windows1252' | 'windows1253' | 'windows1254' | 'windows1257';

/** How a printer writes letters beyond ASCII: the maker's arrangement. */
export type CodePages = keyof typeof CODE_PAGES;

/** The code pages of an arrangement, those that more receipts need first. */
export const codePagesOf = (codePages: CodePages): CodePage[] =>
  Object.keys(CODE_PAGES[codePages]) as CodePage[];

/** Which code page `ESC t n` chooses; null if none that is known. */
export function codePageAt(codePages: CodePages, n: number): CodePage | null {
  const numbers: Partial<Record<CodePage, number>> = CODE_PAGES[codePages];
  return codePagesOf(codePages).find((page) => numbers[page] === n) ?? null;
}

/** The 256 characters of a code page; those without one are U+FFFD or control characters. */
export function charactersOf(page: CodePage): string {
  const known = tables.get(page);
  if (known) return known;
  const table = page === 'windows1252' ? westernTable() : decodedTable(page);
  tables.set(page, table);
  return table;
}

const tables = new Map<CodePage, string>();

function decodedTable(page: CodePage): string {
  const decoder = new TextDecoder(page.replace('windows', 'windows-'));
  return ALL_BYTES.map((byte) => decoder.decode(Uint8Array.of(byte))).join('');
}

const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => byte);

/** Written out, since Node 20 takes this code page for Latin 1, which has control characters in these 32 places. */
const westernTable = (): string =>
  ALL_BYTES.map((byte) => WESTERN_FROM_80[byte - 0x80] ?? String.fromCharCode(byte)).join('');

const WESTERN_FROM_80 =
  '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD' + // 80 to 8F
  '\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ'; // 90 to 9F
