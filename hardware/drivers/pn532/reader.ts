import type { LineSource } from '../byte-line';
import type { CardReader } from '../card-reader';
import type { DeviceStatus } from '../device-status';
import { createListeners } from '../listeners';
import { keepOpen } from '../reopening';
import { createPresentations } from './presentations';
import { holdSession } from './session';

/** A PN532 over its serial line (HSU, 115200 8N1), as a rule behind a USB-UART. */
export interface Pn532Reader extends CardReader {
  readonly status: DeviceStatus;
  /** Called at each change. */
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  /** The promise ends when another may have the device. */
  close(): Promise<void>;
}

export function createPn532Reader({ source }: { source: LineSource }): Pn532Reader {
  const statuses = createListeners<DeviceStatus>();
  const closing = new AbortController();
  const { signal } = closing;
  // Outlives the lines: a card that is held meanwhile has not been away.
  const { see, ...ears } = createPresentations();
  let status: DeviceStatus = { phase: 'opening', fault: null };

  function set(next: DeviceStatus): void {
    status = next;
    statuses.tell(next);
  }

  const closed = keepOpen({
    source,
    signal,
    use: (line) =>
      holdSession(line, {
        signal,
        onPhase(phase) {
          if (phase === 'ready') source.prefer?.();
          set({ phase, fault: null });
        },
        onSighting: see,
      }),
    onFault: (fault) => set({ phase: 'away', fault }),
  });

  return {
    ...ears,
    get status() {
      return status;
    },
    onStatus: statuses.add,
    close() {
      closing.abort();
      return closed;
    },
  };
}
