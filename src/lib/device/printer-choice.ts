import { CODE_PAGES, type CodePages } from '#hardware/drivers/receipt-printer/code-pages';
import { PAPERS, type Paper, type PrinterSettings } from '#hardware/drivers/receipt-printer/paper';

const keyOf = (deviceId: string): string => `tapline-printer:${deviceId}`;

export const papers = Object.keys(PAPERS) as readonly Paper[];
export const codePages = Object.keys(CODE_PAGES) as readonly CodePages[];

/** How the printer of a till is set up; null for a till without one. */
export function readPrinter(storage: Storage | null, deviceId: string): PrinterSettings | null {
  const [chosenPaper, chosenPages] = storage?.getItem(keyOf(deviceId))?.split(' ') ?? [];
  const paper = papers.find((one) => one === chosenPaper);
  const pages = codePages.find((one) => one === chosenPages);
  return paper && pages ? { paper, codePages: pages } : null;
}

export function keepPrinter(
  storage: Storage | null,
  deviceId: string,
  settings: PrinterSettings | null,
): void {
  try {
    if (settings) storage?.setItem(keyOf(deviceId), `${settings.paper} ${settings.codePages}`);
    else storage?.removeItem(keyOf(deviceId));
  } catch {
    // The browser keeps nothing, which the set-up says where the device is chosen.
  }
}
