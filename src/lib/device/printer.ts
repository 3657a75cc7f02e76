import { pageDrawing } from '#hardware/drivers/receipt-printer/canvas-line';
import type { PrinterSettings } from '#hardware/drivers/receipt-printer/paper';
import { previewReceipt } from '#hardware/drivers/receipt-printer/preview';
import { createReceiptPrinter } from '#hardware/drivers/receipt-printer/printer';
import { receiptOf, type SaleInWords } from '#hardware/drivers/receipt-printer/receipt';
import { PrintError } from '#hardware/drivers/receipt-printer/receipt-printer';
import { chooseSerialPrinter, webSerialPrinters } from '#hardware/drivers/receipt-printer/web-serial';
import { chooseUsbPrinter, usbPrinters } from '#hardware/drivers/receipt-printer/web-usb';
import type { PrinterChoice } from './printer-choice';
import type { ReceiptState } from './receipt-state';
import { serialHost } from './serial';
import { usb } from './usb';

export interface OpenPrinter {
  printSale(sale: SaleInWords): Promise<ReceiptState>;
  close(): Promise<void>;
}

/** The printer that was chosen in this browser. */
export function openPrinter({ settings, port }: PrinterChoice): OpenPrinter {
  const { locks } = navigator;
  const source = port ? webSerialPrinters({ serial: serialHost(), locks, port }) : usbPrinters(usb());
  const printer = createReceiptPrinter({ source, settings, draw: pageDrawing() });
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
 * Lets somebody choose a printer, in a click: the choice as it is then.
 * @param isTaken whether a device that works stands at the serial port that looks so
 * @throws DeviceError
 */
export async function choosePrinter(
  choice: PrinterChoice,
  isTaken: (look: SerialPortInfo) => boolean,
): Promise<PrinterChoice> {
  const { port } = choice;
  if (port)
    return {
      ...choice,
      port: { ...port, look: (await chooseSerialPrinter(serialHost(), isTaken)) ?? port.look },
    };
  await chooseUsbPrinter(usb());
  return choice;
}

/** What would come out, as an SVG that holds no markup of others. */
export const previewOf = (sale: SaleInWords, settings: PrinterSettings): string =>
  previewReceipt(receiptOf(sale), settings, pageDrawing());
