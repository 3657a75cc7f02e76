import { CODE_PAGES, type CodePages } from '#hardware/drivers/receipt-printer/code-pages';
import { PAPERS, type Paper, type PrinterSettings } from '#hardware/drivers/receipt-printer/paper';
import type { PrinterPort } from '#hardware/drivers/receipt-printer/web-serial';
import { keepPrinterPort, readPrinterPort } from './printer-port';

/** The printer of a till. */
export interface PrinterChoice {
  settings: PrinterSettings;
  /** Its serial port; null for one that is reached over WebUSB. */
  port: PrinterPort | null;
}

const keyOf = (deviceId: string): string => `tapline-printer:${deviceId}`;

export const papers = Object.keys(PAPERS) as readonly Paper[];
export const codePages = Object.keys(CODE_PAGES) as readonly CodePages[];

/** What was chosen at the set-up; null for a till without one. */
export function readPrinter(storage: Storage | null, deviceId: string): PrinterChoice | null {
  const [chosenPaper, chosenPages] = storage?.getItem(keyOf(deviceId))?.split(' ') ?? [];
  const paper = papers.find((one) => one === chosenPaper);
  const pages = codePages.find((one) => one === chosenPages);
  if (!paper || !pages) return null;
  return { settings: { paper, codePages: pages }, port: readPrinterPort(storage, deviceId) };
}

export function keepPrinter(storage: Storage | null, deviceId: string, choice: PrinterChoice | null): void {
  try {
    keepPrinterPort(storage, deviceId, choice?.port ?? null);
    if (choice) storage?.setItem(keyOf(deviceId), `${choice.settings.paper} ${choice.settings.codePages}`);
    else storage?.removeItem(keyOf(deviceId));
  } catch {
    // The browser keeps nothing, which the set-up says where the device is chosen.
  }
}
