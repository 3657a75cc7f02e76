import type { ByteLine } from '../byte-line';
import type { DeviceFault } from '../device-fault';
import { createListeners } from '../listeners';
import { outcomeWithin } from './outcome';

/** After these the port has a new stream, and the device is still there. */
const PASSING = ['BreakError', 'FramingError', 'ParityError', 'BufferOverrunError'];

/**
 * What was written last may leave for so long, then the rest is thrown away. Waiting until it has left (`writer.close`)
 * would block the browser's serial thread on a device that takes no bytes.
 */
const LAST_WORDS_MS = 50;

/** Each step of closing takes milliseconds, and may hang with the device. */
const STEP_MS = 500;

/** The line over an open port. `release` is called when the port is closed, or when nothing more can be done for it. */
export function openSerialLine(port: SerialPort, release: () => void): ByteLine {
  const bytes = createListeners<Uint8Array>();
  const lost = createListeners<DeviceFault>();
  const writer = port.writable?.getWriter();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let reading: Promise<void> | undefined;
  let isOver = false;
  let wroteAt = -Infinity;
  let closed: Promise<void> | undefined;

  async function read(): Promise<void> {
    for (let chunk = await nextChunk(); chunk && !isOver; chunk = await nextChunk()) bytes.tell(chunk);
    lose();
  }

  /** Null when nothing will come any more. */
  async function nextChunk(): Promise<Uint8Array | null> {
    for (;;) {
      reader ??= port.readable?.getReader();
      if (!reader) return null;
      try {
        return (await reader.read()).value ?? null;
      } catch (error) {
        reader.releaseLock();
        reader = undefined;
        if (!isPassing(error)) return null;
      }
    }
  }

  function lose(): void {
    if (isOver) return;
    isOver = true;
    lost.tell('unplugged');
  }

  /** In this order: a port does not close while somebody holds a stream of it. */
  async function tearDown(): Promise<void> {
    const lastWordsMs = isOver ? 0 : wroteAt + LAST_WORDS_MS - performance.now();
    isOver = true;
    if (lastWordsMs > 0) await new Promise((resolve) => setTimeout(resolve, lastWordsMs));
    if (reader) await outcomeWithin(STEP_MS, reader.cancel());
    reader?.releaseLock();
    if (writer) await outcomeWithin(STEP_MS, writer.abort());
    writer?.releaseLock();
    await outcomeWithin(STEP_MS, port.close());
    release();
  }

  return {
    write(chunk) {
      if (isOver) return;
      wroteAt = performance.now();
      if (writer) writer.write(chunk).catch(lose);
      else lose();
    },
    onBytes(listener) {
      const leave = bytes.add(listener);
      // Not before: what comes first should be heard, too.
      reading ??= read();
      return leave;
    },
    onLost: lost.add,
    close: () => (closed ??= tearDown()),
  };
}

const isPassing = (error: unknown): boolean => error instanceof DOMException && PASSING.includes(error.name);
