import { PROTOCOL_VERSION, readGreeting, type Command, type Greeting } from '../../protocol/command';
import type { BoardEvent } from '../../protocol/event';
import type { ByteLine } from '../byte-line';
import { DeviceError, type DeviceFault } from '../device-fault';
import { createHeartbeat } from './heartbeat';
import { openTalk, type Talk, type Traffic } from './talk';

/** What stands at the board: a gate, whose relay it may pulse, or a till, which opens nothing. */
export type BoardKind = 'gate' | 'sales';

/** Opening the port of an Uno restarts it, and its boot loader takes its time: HI is said every 500 ms for 5 s. */
const GREETING = { tries: 10, withinMs: 500 } as const;

export interface SessionParts {
  kind: BoardKind;
  /** Ends the session, and takes leave of the board. */
  signal: AbortSignal;
  /** The board has said who it is; also after each of its restarts. */
  onReady: (talk: Talk, greeting: Greeting) => void;
  /** The board has lost its session; `onReady` follows when it has a new one. */
  onPause: () => void;
  onEvent: (event: BoardEvent) => void;
  onWeak: (weak: boolean) => void;
  onTraffic: (traffic: Traffic) => void;
}

/**
 * Holds one open line: greets the board, keeps its lease, greets it anew when it has restarted. Ends when the signal
 * says so.
 * @throws DeviceError when the line or the board is lost.
 */
export function holdSession(line: ByteLine, parts: SessionParts): Promise<void> {
  const { kind, signal, onReady, onPause, onEvent, onWeak, onTraffic } = parts;
  return new Promise((resolve, reject) => {
    let isGreeting = false;

    const heartbeat = createHeartbeat({ beat, onWeak, onDead: () => fail('silent') });
    const talk = openTalk(line, {
      onFrame: heartbeat.hear,
      onEvent: take,
      onUnsafe: () => void greet(),
      onTraffic,
    });
    const leaveLine = line.onLost(fail);
    signal.addEventListener('abort', end);
    void greet();

    async function greet(): Promise<void> {
      if (isGreeting) return;
      isGreeting = true;
      heartbeat.stop();
      onPause();
      const greeting = await askWho(talk, kind).catch((error: unknown) => fail(faultOf(error)));
      isGreeting = false;
      if (!greeting || signal.aborted) return;
      heartbeat.start();
      onReady(talk, greeting);
    }

    function take(event: BoardEvent): void {
      // What it was asked before its restart is lost, HI too.
      if (event.type === 'boot') talk.nudge();
      if (event.type === 'boot' || event.type === 'safe') void greet();
      onEvent(event);
    }

    function beat(): void {
      void talk.ask({ verb: 'PING', args: {} }, { tries: 1 }).catch(() => undefined); // silence is counted by the heartbeat
    }

    function fail(fault: DeviceFault): void {
      stop();
      reject(new DeviceError(fault));
    }

    /** Also to a board that has not answered HI yet: what it heard of it would hold for three seconds. */
    function end(): void {
      talk.post({ verb: 'BYE', args: {} });
      stop();
      resolve();
    }

    function stop(): void {
      signal.removeEventListener('abort', end);
      leaveLine();
      heartbeat.stop();
      onPause();
      talk.close();
    }
  });
}

async function askWho(talk: Talk, kind: BoardKind): Promise<Greeting> {
  const hi: Command = { verb: 'HI', args: { v: String(PROTOCOL_VERSION), t: kind } };
  const answer = await talk.ask(hi, GREETING);
  const greeting = answer.ok ? readGreeting(answer.args) : null;
  if (!greeting) throw new DeviceError(answer.ok || answer.code === 'VER' ? 'version' : 'silent');
  return greeting;
}

const faultOf = (error: unknown): DeviceFault => (error instanceof DeviceError ? error.fault : 'silent');
