import { nextId } from '../protocol/event';
import type { Frame, FrameArgs } from '../protocol/frame';

const DEPTH = 8;
const AGAIN_MS = 300;
/** Whoever held up a card or pressed a button has gone by then. */
const RIDER_STAYS_MS = 3000;
const OF_RIDERS = ['CARD', 'BTN', 'MULTI'];
/** A burst of four, then one in 62 ms: never more than 20 in a second. */
const BURST = 4;
const GAP_MS = 62;
const STEP_MS = 10;

interface Told {
  frame: Frame;
  born: number;
  toldAt: number | null;
}

/** Events as a board keeps them: numbered, until they are acknowledged, told again every 300 ms. */
export function createEventRing(send: (frame: Frame) => void, hasHost: () => boolean) {
  let ring: Told[] = [];
  let last = 0;
  let untold = 0;
  let tokens = BURST;
  let refilledAt = Date.now();

  function add(verb: string, args: FrameArgs = {}): void {
    if (ring.length === DEPTH) {
      ring.shift();
      untold += 1;
    }
    last = nextId(last);
    ring.push({ frame: { type: '!', id: last, verb, args }, born: Date.now(), toldAt: null });
  }

  function step(): void {
    const now = Date.now();
    ring = ring.filter(({ frame, born }) => !OF_RIDERS.includes(frame.verb) || now - born < RIDER_STAYS_MS);
    if (untold > 0 && ring.length < DEPTH) {
      add('LOST', { n: String(untold) });
      untold = 0;
    }
    const earned = Math.floor((now - refilledAt) / GAP_MS);
    tokens = Math.min(BURST, tokens + earned);
    refilledAt += earned * GAP_MS;
    for (const told of ring.filter(isDue).slice(0, tokens)) {
      tokens -= 1;
      told.toldAt = now;
      send(told.frame);
    }
  }

  /** Without a host each is said once, into the blue. */
  const isDue = ({ toldAt }: Told): boolean =>
    toldAt === null || (hasHost() && Date.now() - toldAt >= AGAIN_MS);

  const timer = setInterval(step, STEP_MS);
  return {
    add,
    acknowledge(number: number): void {
      ring = ring.filter(({ frame }) => frame.id !== number);
    },
    get waiting() {
      return ring.length;
    },
    stop: () => clearInterval(timer),
  };
}
