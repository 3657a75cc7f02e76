import { createListeners } from '../drivers/listeners';
import {
  MOST_BOOTS,
  PROTOCOL_VERSION,
  readCommand,
  type Command,
  type RefusalCode,
  type ResetCause,
} from '../protocol/command';
import { decodeLine, encodeFrame, type Frame, type FrameArgs, type FrameFault } from '../protocol/frame';
import { createLineReader, toBytes } from '../protocol/lines';
import { createEventRing } from './event-ring';
import { createSimOutputs } from './sim-outputs';
import { createSimReader } from './sim-reader';
import type { BoardView, VirtualBoard } from './virtual-board';

const LEASE_MS = 3000;
const SETTLE_MS = 20;
const REPLIES_KEPT = 8;
const SHUT_BETWEEN_MS = 100;

type Outcome = { ok: true; args?: FrameArgs } | { ok: false; code: RefusalCode };

const DONE: Outcome = { ok: true };
const refuse = (code: RefusalCode): Outcome => ({ ok: false, code });

const FAULT_CODES: Readonly<Record<FrameFault, RefusalCode>> = {
  length: 'LEN',
  checksum: 'CRC',
  form: 'ARG',
};

export interface DeviceSim extends VirtualBoard {
  /** Leaves nothing ticking. */
  stop(): void;
}

/** A board on the protocol's own level: it knows no chip and no firmware, and its time is that of JavaScript. */
export function createDeviceSim({ id = '-' } = {}): DeviceSim {
  const sent = createListeners<Uint8Array<ArrayBuffer>>();
  const views = createListeners<BoardView>();
  const outputs = createSimOutputs(show);
  const ring = createEventRing(send, () => session === 'live');
  const reader = createSimReader({
    card: (uid) => ringIfLive('CARD', { uid, atqa: '0044', sak: '00' }),
    gone: (uid) => ringIfLive('GONE', { uid }),
    several: () => ringIfLive('MULTI'),
    works: (works) => ring.add('RDR', { s: works ? 'ok' : 'dead' }),
  });
  const lines = createLineReader();
  const replies = new Map<string, Outcome>();
  let name = id;
  let boot = 0;
  let cause: ResetCause = 'PWR';
  let isFire = false;
  let isOpen = false;
  let shutAt = -Infinity;
  let isGate = false;
  let session: 'safe' | 'live' | 'left' = 'safe';
  let lease: ReturnType<typeof setTimeout> | undefined;

  /** Later, as over any line: nobody is answered while he is still asking. */
  function send(frame: Frame): void {
    queueMicrotask(() => sent.tell(toBytes(encodeFrame(frame))));
  }

  /** Whether there is anybody to be told. */
  function ringIfLive(verb: string, args?: FrameArgs): boolean {
    if (session === 'live') ring.add(verb, args);
    return session === 'live';
  }

  function show(view: BoardView): void {
    if (view.gateOpen !== isOpen) ringIfLive('GATE', { s: view.gateOpen ? '1' : '0' });
    if (isOpen && !view.gateOpen) shutAt = Date.now();
    isOpen = view.gateOpen;
    views.tell(view);
  }

  function start(why: ResetCause): void {
    cause = why;
    boot = (boot % MOST_BOOTS) + 1;
    replies.clear();
    makeSafe();
    ring.add('BOOT', { boot: String(boot), rst: cause });
  }

  function end(next: 'safe' | 'left'): void {
    clearTimeout(lease);
    session = next;
    outputs.off();
  }

  function makeSafe(): void {
    end('safe');
    outputs.lamps({ red: 1, amber: 0, green: 0 });
  }

  function renewLease(): void {
    clearTimeout(lease);
    if (session !== 'live') return;
    lease = setTimeout(() => {
      makeSafe();
      ring.add('SAFE');
    }, LEASE_MS);
  }

  function take(line: string): void {
    const decoded = decodeLine(line);
    if (decoded.ok) return serve(decoded.frame);
    const request = /^>([1-9][0-9]{0,2})(?= |$)/.exec(line)?.[1];
    if (request) reply(Number(request), refuse(FAULT_CODES[decoded.fault]));
  }

  function serve(frame: Frame): void {
    if (frame.type !== '>') return;
    const command = readCommand(frame);
    if (frame.verb === 'ACK') {
      if (typeof command === 'object') ring.acknowledge(Number(command.args['n']));
    } else {
      reply(frame.id, typeof command === 'string' ? refuse(command) : answer(command, encodeFrame(frame)));
    }
    renewLease();
  }

  /** A request that comes again word for word gets its answer again, and does nothing. */
  function answer(command: Command, line: string): Outcome {
    if (command.verb === 'HI') return greet(command.args);
    if (command.verb === 'STAT') return { ok: true, args: state() };
    const known = replies.get(line);
    if (known) return known;
    const outcome = obey(command);
    replies.set(line, outcome);
    for (const oldest of [...replies.keys()].slice(0, -REPLIES_KEPT)) replies.delete(oldest);
    return outcome;
  }

  function greet({ v, t }: FrameArgs): Outcome {
    if (Number(v) !== PROTOCOL_VERSION) {
      makeSafe();
      return refuse('VER');
    }
    session = 'live';
    isGate = t === 'gate';
    replies.clear();
    const self = { fw: '1.0.0', hw: 'device-sim', id: name, boot: String(boot), rst: cause };
    return {
      ok: true,
      args: { v: '1', ...self, caps: 'card,lamp3,buz,btn3,rly', max: '128', lease: String(LEASE_MS) },
    };
  }

  const state = (): FrameArgs => ({
    rdr: reader.works ? 'ok' : 'dead',
    fire: isFire ? '1' : '0',
    ev: String(ring.waiting),
  });

  function obey({ verb, args }: Command): Outcome {
    if (verb === 'BYE') end('left');
    if (verb === 'RST') queueMicrotask(() => start('RST'));
    if (verb === 'BYE' || verb === 'RST') return DONE;
    if (verb === 'CFG') return nameIt(args['v'] ?? '');
    if (session !== 'live') return refuse('SAFE');
    return verb === 'PING' ? DONE : act(verb, args);
  }

  function nameIt(next: string): Outcome {
    if (name !== '-' && name !== next) return refuse('ARG');
    name = next;
    return DONE;
  }

  function act(verb: Command['verb'], { r, a, g, hz, ms, n }: FrameArgs): Outcome {
    if (verb === 'LAMP') outputs.lamps({ red: Number(r), amber: Number(a), green: Number(g) });
    if (verb === 'BUZ') outputs.buzz({ hz: Number(hz), ms: Number(ms), times: Number(n) });
    if (verb === 'GATE' && !isGate) return refuse('VERB');
    if (verb === 'GATE' && (isOpen || Date.now() - shutAt < SHUT_BETWEEN_MS)) return refuse('BUSY');
    if (verb === 'GATE') outputs.pulse(Number(ms));
    return DONE;
  }

  function reply(request: number, outcome: Outcome): void {
    const [verb, args] = outcome.ok ? ['OK', outcome.args ?? {}] : ['ERR', { c: outcome.code }];
    send({ type: '<', id: request, verb, args });
  }

  start('PWR');
  return {
    get view() {
      return outputs.view();
    },
    onView: views.add,
    onSent: sent.add,
    receive: (bytes) => lines.push(bytes).forEach(take),
    hold: reader.hold,
    setButton: (key, down) =>
      void setTimeout(() => ringIfLive('BTN', { k: String(key), s: down ? '1' : '0' }), SETTLE_MS),
    setFire(alarm) {
      isFire = alarm;
      ring.add('FIRE', { s: alarm ? '1' : '0' });
    },
    setReader: reader.setAlive,
    reset() {
      lines.reset();
      start('EXT');
    },
    stop() {
      end('safe');
      ring.stop();
      reader.stop();
    },
  };
}
