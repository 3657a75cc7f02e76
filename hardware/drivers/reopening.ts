import type { ByteLine, LineSource } from './byte-line';
import { DeviceError, type DeviceFault } from './device-fault';

/** Pages that lost the same hub must not all come back in the same moment. */
const PAUSE_MS = { least: 500, most: 1500 } as const;

export interface ReopeningParts {
  source: LineSource;
  /** Ends all of it. */
  signal: AbortSignal;
  /** Uses an open line until it is lost, which it tells by throwing, or until the signal. The line is closed for it. */
  use: (line: ByteLine) => Promise<void>;
  onFault: (fault: DeviceFault) => void;
}

/** Opens a device again and again: whatever happens to it, it is used as soon as it is there, without anybody's hand. */
export async function keepOpen({ source, signal, use, onFault }: ReopeningParts): Promise<void> {
  while (!signal.aborted) {
    const fault = await openAndUse(source, signal, use);
    if (signal.aborted || !fault) return;
    onFault(fault);
    await pause(source, signal);
  }
}

async function openAndUse(
  source: LineSource,
  signal: AbortSignal,
  use: (line: ByteLine) => Promise<void>,
): Promise<DeviceFault | null> {
  let line: ByteLine | undefined;
  try {
    line = await source.open();
    if (!signal.aborted) await use(line);
    return null;
  } catch (error) {
    if (error instanceof DeviceError) return error.fault;
    // A mistake of ours: it is seen, and the device is tried again all the same.
    queueMicrotask(() => {
      throw error;
    });
    return 'not-opened';
  } finally {
    await line?.close();
  }
}

/** Until it is time for the next try, or a device appears. */
function pause(source: LineSource, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ms = PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least);
    const timer = setTimeout(end, ms);
    const leave = source.onAppeared(end);
    signal.addEventListener('abort', end);

    function end(): void {
      clearTimeout(timer);
      leave();
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
