import type { DrawLine } from './drawing';
import { encodeReceipt } from './esc-pos';
import type { PrinterSettings } from './paper';
import { drawSheet } from './preview/picture';
import { readEscPos } from './preview/sheet';
import type { Receipt } from './receipt';

/**
 * A receipt as an SVG document: not drawn from the receipt, but from the bytes that the printer would get, read as a
 * printer reads them. So it shows what will come out, and serves where there is no printer.
 */
export const previewReceipt = (receipt: Receipt, settings: PrinterSettings, draw?: DrawLine): string =>
  drawSheet(readEscPos(encodeReceipt(receipt, settings, draw), settings), settings.paper);
