/** How an ESC/POS printer behaves, as far as its driver can see. Each property may be set at any time. */
export interface PrinterModel {
  /** Every transfer that it took. */
  taken: number[][];
  paper: boolean;
  isOpen: boolean;
  hasFailed: boolean;
  /** One of those that never answer. */
  isMute: boolean;
  /** Its memory is full. */
  takesNothing: boolean;
  /** The paper ends in the next receipt. */
  endsDuring: boolean;
  /** It takes the next receipt, and is never heard of again. */
  diesDuring: boolean;
  /** The pipe to it is stalled, at once or from the next receipt on. */
  stalls: 'no' | 'now' | 'receipt';
  /** When a receipt is on its way and not yet taken. */
  onReceipt?: () => void;
}

export const createPrinterModel = (): PrinterModel => ({
  taken: [],
  paper: true,
  isOpen: false,
  hasFailed: false,
  isMute: false,
  takesNothing: false,
  endsDuring: false,
  diesDuring: false,
  stalls: 'no',
});

/** Longer than any question. */
export const isReceipt = (bytes: Uint8Array): boolean => bytes.length > 3;

/** Takes what has arrived, and answers as the manuals of Epson's printers say. */
export function takeBytes(model: PrinterModel, bytes: Uint8Array): number[] {
  model.taken.push([...bytes]);
  if (isReceipt(bytes)) {
    if (model.endsDuring) model.paper = false;
    if (model.diesDuring) model.isMute = true;
  }
  return model.isMute ? [] : answersTo(model, bytes);
}

function answersTo(model: PrinterModel, bytes: Uint8Array): number[] {
  const [first, second, third] = bytes.slice(-3);
  if (first === 0x10 && second === 0x04)
    return [0x12 | (third === 4 ? paperBits(model) : offlineBits(model))];
  // What stands in line behind the printing is not reached without paper.
  if (first === 0x1d && second === 0x72 && model.paper) return [0x00];
  return [];
}

const paperBits = ({ paper }: PrinterModel): number => (paper ? 0 : 0x6c);

const offlineBits = ({ paper, isOpen, hasFailed }: PrinterModel): number =>
  (isOpen ? 0x04 : 0) | (paper ? 0 : 0x20) | (hasFailed ? 0x40 : 0);

/** The answer to the USB printer class's `GET_PORT_STATUS`. */
export const portStatus = ({ paper, hasFailed }: PrinterModel): number =>
  0x10 | (paper ? 0 : 0x20) | (paper && !hasFailed ? 0x08 : 0);
