import type { NdefReader, NdefReaderClass, NdefReading } from '#hardware/drivers/web-nfc/ndef-reader';

/** A phone with Web NFC as its standard has it, and the hands that hold tags to it. */
export interface NdefDouble {
  NDEFReader: NdefReaderClass;
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  /** Name of the DOMException by which a scan is refused. */
  refusal: string | null;
  /** How many readers scan. */
  readonly scans: number;
  /** A tag comes near. Nobody hears of it while the page is hidden. */
  hold(serialNumber: string): void;
  /** The page is hidden: scans that ran do not come back by themselves. */
  hide(): void;
  show(): void;
}

export function createNdefDouble(): NdefDouble {
  const scanning = new Set<EventTarget>();
  const shown: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' };
  const page = Object.assign(new EventTarget(), shown);

  class Reader extends EventTarget {
    async scan({ signal }: { signal: AbortSignal }): Promise<void> {
      signal.throwIfAborted();
      if (scanning.has(this)) throw new DOMException('', 'InvalidStateError');
      await Promise.resolve(); // the permission is asked for
      if (double.refusal) throw new DOMException('', double.refusal);
      signal.throwIfAborted();
      scanning.add(this);
      signal.addEventListener('abort', () => scanning.delete(this));
    }
  }

  function turn(visibilityState: DocumentVisibilityState): void {
    page.visibilityState = visibilityState;
    if (visibilityState === 'hidden') scanning.clear();
    page.dispatchEvent(new Event('visibilitychange'));
  }

  const double: NdefDouble = {
    NDEFReader: Reader as unknown as new () => NdefReader,
    page,
    refusal: null,
    get scans() {
      return scanning.size;
    },
    hold(serialNumber) {
      const reading: NdefReading = { serialNumber };
      for (const reader of [...scanning]) reader.dispatchEvent(Object.assign(new Event('reading'), reading));
    },
    hide: () => turn('hidden'),
    show: () => turn('visible'),
  };
  return double;
}
