import type { BoardKind } from '#hardware/drivers/board/session';
import type { Board, BoardStatus } from '#hardware/drivers/board/board';
import { browserStorage } from '$lib/browser-storage';
import { readChoice, type Device } from '../hardware-choice';
import { openHardware, type Hardware } from '../hardware.svelte';

const COUNT_EVERY_MS = 1000;
/** Some minutes of a board's talk. */
const LONGEST_LOG = 1000;

export interface LogLine {
  /** Counts up. */
  n: number;
  /** Milliseconds since the page began to listen. */
  at: number;
  text: string;
}

/** A board as it is seen by whoever mends it. All of it is reactive. */
export interface Bench {
  readonly device: Device;
  readonly hardware: Hardware;
  readonly status: BoardStatus | null;
  /** What the board counts, by its own names. */
  readonly counters: readonly (readonly [string, string])[];
  /** The newest last. */
  readonly log: readonly LogLine[];
  close(): void;
}

export function openBench({
  deviceId,
  kind,
  demo,
}: {
  deviceId: string;
  kind: BoardKind;
  demo: boolean;
}): Bench {
  const device = readChoice(browserStorage(), deviceId) ?? (demo ? 'screen' : 'keyboard');
  const hardware = openHardware(device, kind);
  const began = performance.now();
  let status = $state.raw<BoardStatus | null>(hardware.board?.status ?? null);
  let counters = $state.raw<readonly (readonly [string, string])[]>([]);
  let log = $state.raw<readonly LogLine[]>([]);
  const { board } = hardware;
  const leave = board ? listen(board) : [];

  function listen(to: Board): (() => void)[] {
    const timer = setInterval(() => void count(to), COUNT_EVERY_MS);
    return [
      () => clearInterval(timer),
      to.onTraffic(({ from, line }) => write(`${from === 'host' ? '→' : '←'} ${printable(line)}`)),
      to.onStatus((next) => {
        if (next.phase !== status?.phase || next.fault !== status.fault)
          write(`· ${next.phase} ${next.fault ?? ''}`);
        status = next;
      }),
    ];
  }

  async function count(to: Board): Promise<void> {
    const state = await to.stat();
    if (state) counters = Object.entries(state);
  }

  function write(text: string): void {
    const line = { n: (log.at(-1)?.n ?? 0) + 1, at: Math.round(performance.now() - began), text };
    log = [...log, line].slice(-LONGEST_LOG);
  }

  return {
    device,
    hardware,
    get status() {
      return status;
    },
    get counters() {
      return counters;
    },
    get log() {
      return log;
    },
    close() {
      for (const off of leave) off();
      void hardware.close();
    },
  };
}

/** A damaged line may hold anything. */
const printable = (line: string): string => line.replace(/[^ -~]/g, '·');

export const logText = (log: readonly LogLine[]): string =>
  log.map(({ at, text }) => `${(at / 1000).toFixed(3).padStart(9)}  ${text}`).join('\n');
