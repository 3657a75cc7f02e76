import type { CodePages } from './code-pages';

/**
 * Rolls of paper, with what a printer's head puts on a line: characters of its standard font, 12 dots wide each. The
 * third is an 80 mm roll in a printer of 180 dots an inch, as Epson's older ones are.
 */
export const PAPERS = {
  '58': { columns: 32 },
  '80': { columns: 48 },
  '80-wide-dots': { columns: 42 },
} as const;

export type Paper = keyof typeof PAPERS;

/** What must be known of a printer beforehand, since it does not tell. */
export interface PrinterSettings {
  paper: Paper;
  codePages: CodePages;
}

/** Fits most printers. */
export const USUAL_SETTINGS: PrinterSettings = { paper: '80', codePages: 'western' };

/** The standard font, in dots. */
export const FONT = { width: 12, height: 24 } as const;

/** How far the paper goes on with each line, in dots, unless the letters are taller. */
export const LINE_FEED = 30;
