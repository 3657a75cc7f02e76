import { pageDrawing } from '#hardware/drivers/receipt-printer/canvas-line';
import type { PrinterSettings } from '#hardware/drivers/receipt-printer/paper';
import { previewReceipt } from '#hardware/drivers/receipt-printer/preview';
import { createReceiptPrinter } from '#hardware/drivers/receipt-printer/printer';
import { receiptOf, type SaleInWords } from '#hardware/drivers/receipt-printer/receipt';
import { PrintError } from '#hardware/drivers/receipt-printer/receipt-printer';
import { chooseUsbPrinter, usbPrinters } from '#hardware/drivers/receipt-printer/web-usb';
import type { ReceiptState } from './receipt-state';
import { usb } from './usb';

export interface OpenPrinter {
  printSale(sale: SaleInWords): Promise<ReceiptState>;
  close(): Promise<void>;
}

/** The printer that was chosen in this browser. */
export function openPrinter(settings: PrinterSettings): OpenPrinter {
  const printer = createReceiptPrinter({ source: usbPrinters(usb()), settings, draw: pageDrawing() });
  return {
    printSale: (sale) => printer.print(receiptOf(sale)).then((state) => ({ state }), notPrinted),
    close: printer.close,
  };
}

function notPrinted(error: unknown): ReceiptState {
  if (!(error instanceof PrintError)) throw error;
  return { state: error.outcome, fault: error.fault };
}

/**
 * Lets somebody choose a printer, in a click. Whether one was chosen.
 * @throws DeviceError
 */
export const choosePrinter = (): Promise<boolean> => chooseUsbPrinter(usb());

/** What would come out, as an SVG that holds no markup of others. */
export const previewOf = (sale: SaleInWords, settings: PrinterSettings): string =>
  previewReceipt(receiptOf(sale), settings, pageDrawing());
