import type { CardReader } from './card-reader';
import type { DeviceFault } from './device-fault';
import type { DeviceStatus } from './device-status';
import { createListeners } from './listeners';
import { createArrivals } from './web-nfc/arrivals';
import type { NdefReaderClass } from './web-nfc/ndef-reader';

/** NFC that was switched on again is not told of. */
const TRY_AGAIN_MS = 2000;

const FAULTS: Readonly<Record<string, DeviceFault>> = {
  NotAllowedError: 'no-permission',
  NotSupportedError: 'unsupported',
};

export interface WebNfcParts {
  /** `window.NDEFReader`; undefined in a browser that has none. */
  NDEFReader: NdefReaderClass | undefined;
  /** `document`. */
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
}

/**
 * The reader that a phone has in its back, by the browser's Web NFC. Cards that can hold no NDEF data, as a DESFire that
 * is not formatted for it, are told by the browser as errors without a number: they cannot be read this way.
 */
export interface WebNfc extends CardReader {
  readonly status: DeviceStatus;
  /** Called at each change. */
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  /** Begins anew. In a click, the browser asks the person for permission, if that is still to be had. */
  request(): Promise<void>;
  close(): Promise<void>;
}

export function createWebNfc({ NDEFReader, page }: WebNfcParts): WebNfc {
  const statuses = createListeners<DeviceStatus>();
  const { arrive, end, ...ears } = createArrivals();
  let status: DeviceStatus = { phase: 'opening', fault: null };
  let scanning = new AbortController();
  let again: ReturnType<typeof setTimeout> | undefined;

  function set(next: DeviceStatus): void {
    status = next;
    statuses.tell(next);
  }

  function stop(): void {
    clearTimeout(again);
    scanning.abort();
  }

  async function scan(): Promise<void> {
    stop();
    scanning = new AbortController();
    const { signal } = scanning;
    const fault = await startScan(NDEFReader, signal, arrive);
    if (signal.aborted) return;
    set(fault ? { phase: 'away', fault } : { phase: 'ready', fault: null });
    if (fault === 'not-opened') again = setTimeout(() => void scan(), TRY_AGAIN_MS);
  }

  /** The system takes NFC away from a page that is hidden, and does not always give it back. */
  function onVisibility(): void {
    if (page.visibilityState === 'visible') void scan();
  }

  page.addEventListener('visibilitychange', onVisibility);
  void scan();

  return {
    ...ears,
    get status() {
      return status;
    },
    onStatus: statuses.add,
    request: scan,
    close() {
      page.removeEventListener('visibilitychange', onVisibility);
      stop();
      end();
      return Promise.resolve();
    },
  };
}

/** Each time with a new reader: one that was stopped may still count as scanning. Returns what is the matter. */
async function startScan(
  NDEFReader: NdefReaderClass | undefined,
  signal: AbortSignal,
  arrive: (serialNumber: string) => void,
): Promise<DeviceFault | null> {
  if (!NDEFReader) return 'unsupported';
  const reader = new NDEFReader();
  reader.addEventListener('reading', ({ serialNumber }) => arrive(serialNumber), { signal });
  try {
    await reader.scan({ signal });
    return null;
  } catch (error) {
    return (error instanceof DOMException && FAULTS[error.name]) || 'not-opened';
  }
}
