import type { DeviceFault } from '../device-fault';

/** Port: an open way to a printer. */
export interface PrinterLine {
  /**
   * Ends when the printer has them, as far as the line can tell.
   * @throws DeviceError; then some may have arrived.
   */
  send(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** What the printer says; many say nothing. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  onLost(listener: (fault: DeviceFault) => void): () => void;
  /** Asked beside the bytes, so there is an answer when these are stuck. False as well if the line has no such way. */
  isOutOfPaper(): Promise<boolean>;
  /** Gives up what is still on its way. Does not fail. */
  close(): Promise<void>;
}

/** Port: where printers are. */
export interface PrinterSource {
  /** @throws DeviceError */
  open(): Promise<PrinterLine>;
}
