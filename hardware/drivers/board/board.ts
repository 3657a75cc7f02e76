import type { FrameArgs } from '../../protocol/frame';
import { BOARD_ID, type Greeting, type Verb } from '../../protocol/command';
import type { BoardEvent } from '../../protocol/event';
import type { ByteLine, LineSource } from '../byte-line';
import type { CardReader } from '../card-reader';
import type { DeviceFault } from '../device-fault';
import type { DeviceStatus } from '../device-status';
import type { GateBoard } from '../gate-board';
import { createListeners } from '../listeners';
import { keepOpen } from '../reopening';
import { createOutputs } from './outputs';
import { createSenses } from './senses';
import { holdSession, type BoardKind } from './session';
import type { Talk, Traffic } from './talk';

/** How a board is. */
export interface BoardStatus extends DeviceStatus {
  /** Who it is, as it last said. */
  greeting: Greeting | null;
  /** The fire contact reports an alarm. */
  fire: boolean;
}

export interface BoardOptions {
  source: LineSource;
  kind: BoardKind;
}

/** A TG1 board: lamps, buzzer, relay, buttons and card reader, over whatever line it comes by. */
export interface Board extends CardReader, GateBoard {
  readonly status: BoardStatus;
  /** Called at each change. */
  onStatus(listener: (status: BoardStatus) => void): () => void;
  /** Every line between driver and board, for whoever looks for a fault. */
  onTraffic(listener: (traffic: Traffic) => void): () => void;
  /** The board's own state and counters, by their names in TG1; null while nobody answers. */
  stat(): Promise<FrameArgs | null>;
  /** Gives the board its name, which it bears from then on; false if it has another one, or nobody answers. */
  giveId(id: string): Promise<boolean>;
  /** Starts the board anew. */
  restart(): Promise<void>;
  /** The same as `bye`; the promise ends when another may have the device. */
  close(): Promise<void>;
}

const START: BoardStatus = { phase: 'opening', fault: null, greeting: null, fire: false };

export function createBoard({ source, kind }: BoardOptions): Board {
  const statuses = createListeners<BoardStatus>();
  const traffic = createListeners<Traffic>();
  const senses = createSenses();
  const outputs = createOutputs();
  let status = START;
  let talk: Talk | null = null;
  let stopping: AbortController | null = null;
  let stopped: Promise<void> = Promise.resolve();
  /** Of what nothing has been heard in this session. */
  let unheard = new Set<BoardEvent['type']>();

  function set(changes: Partial<BoardStatus>): void {
    status = { ...status, ...changes };
    statuses.tell(status);
  }

  function start(): void {
    if (stopping) return;
    const { signal } = (stopping = new AbortController());
    const onFault = (fault: DeviceFault) => set({ phase: 'away', fault });
    stopped = stopped.then(() => keepOpen({ source, signal, use: (line) => use(line, signal), onFault }));
  }

  function use(line: ByteLine, signal: AbortSignal): Promise<void> {
    const onWeak = (weak: boolean) => set({ phase: weak ? 'weak' : 'ready' });
    return holdSession(line, { kind, signal, onReady, onPause, onEvent, onWeak, onTraffic: traffic.tell });
  }

  function onReady(next: Talk, greeting: Greeting): void {
    talk = next;
    source.prefer?.();
    set({ phase: 'ready', fault: null, greeting });
    outputs.resume(talk);
    unheard = new Set(['reader', 'fire']);
    void stat().then(look);
  }

  function onPause(): void {
    if (talk) set({ phase: 'opening' });
    talk = null;
    outputs.pause();
  }

  function onEvent(event: BoardEvent): void {
    unheard.delete(event.type);
    if (event.type === 'reader') setReader(event.works);
    if (event.type === 'fire') set({ fire: event.alarm });
    senses.take(event);
  }

  /** What happened before this page was there was told to nobody. What was told meanwhile is newer. */
  function look(state: FrameArgs | null): void {
    if (!state || !talk) return;
    if (unheard.has('reader')) setReader(state['rdr'] !== 'dead');
    if (unheard.has('fire')) set({ fire: state['fire'] === '1' });
  }

  const setReader = (works: boolean): void => set({ fault: works ? null : 'reader-dead' });

  async function ask(verb: Verb, args: FrameArgs = {}): Promise<FrameArgs | null> {
    const answer = await talk?.ask({ verb, args }).catch(() => null);
    return answer?.ok ? answer.args : null;
  }

  const stat = (): Promise<FrameArgs | null> => ask('STAT');

  async function giveId(id: string): Promise<boolean> {
    if (!BOARD_ID.test(id) || !(await ask('CFG', { k: 'id', v: id }))) return false;
    if (status.greeting) set({ greeting: { ...status.greeting, boardId: id } });
    return true;
  }

  function bye(): void {
    stopping?.abort();
    stopping = null;
    outputs.forget();
    set(START);
  }

  start();
  return {
    ...senses,
    get status() {
      return status;
    },
    onStatus: statuses.add,
    onTraffic: traffic.add,
    lamps(pattern) {
      start();
      outputs.lamps(pattern);
    },
    buzz(buzz) {
      start();
      outputs.buzz(buzz);
    },
    openGate(ms) {
      start();
      outputs.openGate(ms);
    },
    stat,
    giveId,
    async restart() {
      await talk?.ask({ verb: 'RST', args: {} }, { tries: 1 }).catch(() => null); // again would be once more
    },
    bye,
    close() {
      bye();
      return stopped;
    },
  };
}
