import type { DeviceFault } from './device-fault';

/**
 * Port: an open line of bytes to one device, the lowest layer of a driver: it moves bytes and knows when it is lost.
 * After `onLost` has told, or `close` was called, nothing comes any more and what is written goes nowhere.
 */
export interface ByteLine {
  /** In order; does not wait, and cannot fail: a line that cannot carry it is lost. */
  write(bytes: Uint8Array<ArrayBuffer>): void;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Once, and not after `close`. */
  onLost(listener: (fault: DeviceFault) => void): () => void;
  /** Gives the line up; the promise ends when another may have it. Calling it again changes nothing. */
  close(): Promise<void>;
}

/** Port: where a line to a device comes from. */
export interface LineSource {
  /**
   * Opens the device, if it is there.
   * @throws DeviceError that says why not.
   */
  open(): Promise<ByteLine>;
  /** The line that was opened last leads to what was looked for. A source of several devices tries that one first. */
  prefer?: () => void;
  /** A device has come that was not there before: it is worth trying again at once. */
  onAppeared(listener: () => void): () => void;
}
