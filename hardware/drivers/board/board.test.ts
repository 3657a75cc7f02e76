import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decodeLine, encodeFrame, type Frame, type FrameArgs } from '../../protocol/frame';
import { createLineReader, toBytes } from '../../protocol/lines';
import type { ByteLine, LineSource } from '../byte-line';
import { DeviceError } from '../device-fault';
import { createListeners } from '../listeners';
import { createBoard } from './board';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WHO: FrameArgs = {
  v: '1',
  fw: '1.0.0',
  hw: 'far-end',
  id: '-',
  boot: '7',
  rst: 'EXT',
  caps: 'card',
  max: '128',
  lease: '3000',
};

type Answer = 'OK' | 'nothing' | { c: string } | FrameArgs;

/** The far end of a line, which answers as the test says: by verb, else OK. */
function farEnd() {
  const asked: Frame[] = [];
  const bytes = createListeners<Uint8Array>();
  const answers = new Map<string, Answer | Answer[]>();
  /** What is said in the same moment, right behind the answer to this verb. */
  const behind = new Map<string, () => void>();
  let isThere = true;
  let openings = 0;
  let preferred = 0;

  const say = (type: '<' | '!', id: number, verb: string, args: FrameArgs = {}) =>
    bytes.tell(toBytes(encodeFrame({ type, id, verb, args })));

  function answerTo({ verb }: Frame): Answer {
    const given = answers.get(verb);
    if (Array.isArray(given)) return given.length > 1 ? (given.shift() ?? 'OK') : (given[0] ?? 'OK');
    return given ?? (verb === 'HI' ? WHO : 'OK');
  }

  function hear(frame: Frame): void {
    if (frame.verb === 'ACK') return;
    asked.push(frame);
    const answer = answerTo(frame);
    if (answer === 'nothing') return;
    const [verb, args] = answer === 'OK' ? ['OK', {}] : ['c' in answer ? 'ERR' : 'OK', answer];
    queueMicrotask(() => {
      say('<', frame.id, verb, args);
      behind.get(frame.verb)?.();
    });
  }

  const source: LineSource = {
    open() {
      openings += 1;
      if (!isThere) return Promise.reject(new DeviceError('absent'));
      const lines = createLineReader();
      const line: ByteLine = {
        write: (written) =>
          lines.push(written).forEach((text) => {
            const decoded = decodeLine(text);
            if (decoded.ok) hear(decoded.frame);
          }),
        onBytes: bytes.add,
        onLost: () => () => undefined,
        close: () => Promise.resolve(),
      };
      return Promise.resolve(line);
    },
    prefer: () => void (preferred += 1),
    onAppeared: () => () => undefined,
  };
  return {
    source,
    answers,
    behind,
    asked: (verb: string) => asked.filter((frame) => frame.verb === verb),
    tell: (n: number, verb: string, args?: FrameArgs) => say('!', n, verb, args),
    setThere: (there: boolean) => void (isThere = there),
    openings: () => openings,
    preferred: () => preferred,
  };
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function readyBoard() {
  const far = farEnd();
  const board = createBoard({ source: far.source, kind: 'gate' });
  await wait(10);
  expect(board.status.phase).toBe('ready');
  return { far, board };
}

test('a port at which a board has said who it is is the one to try first', async () => {
  const { far } = await readyBoard();
  expect(far.preferred()).toBe(1);
});

test('a pulse that was refused for want of a session is given in the next', async () => {
  const { far, board } = await readyBoard();
  far.answers.set('GATE', [{ c: 'SAFE' }, 'OK']);
  board.openGate(500);
  await wait(100);
  expect(far.asked('HI')).toHaveLength(2);
  expect(far.asked('GATE').map(({ id }) => id)).toHaveLength(2);
});

test('a pulse that may have been given is not asked for again', async () => {
  const { far, board } = await readyBoard();
  far.answers.set('GATE', ['nothing', { c: 'SAFE' }]);
  board.openGate(500);
  await wait(3000);
  expect(far.asked('HI').length).toBeGreaterThan(1);
  expect(new Set(far.asked('GATE').map(({ id }) => id)).size).toBe(1);
});

test.each([
  ['half a second', 500, 1],
  ['four seconds', 4000, 0],
])('a pulse for a board that is away for %s', async (_, ms, times) => {
  const far = farEnd();
  far.setThere(false);
  const board = createBoard({ source: far.source, kind: 'gate' });
  await wait(ms > 1000 ? 10 : 1600);
  board.openGate(500);
  await wait(ms);
  far.setThere(true);
  await wait(1600);
  expect(far.asked('GATE')).toHaveLength(times);
});

test('a board that starts while it is greeted is greeted again at once', async () => {
  const far = farEnd();
  far.answers.set('HI', ['nothing', WHO]);
  const board = createBoard({ source: far.source, kind: 'gate' });
  await wait(50);
  far.tell(1, 'BOOT', { boot: '7', rst: 'EXT' });
  await wait(10);
  expect(board.status.phase).toBe('ready');
});

test('one that falls silent is weak, then given up and opened anew', async () => {
  const { far, board } = await readyBoard();
  for (const verb of ['PING', 'HI', 'STAT', 'LAMP']) far.answers.set(verb, 'nothing');
  await wait(3500);
  expect(board.status.phase).toBe('weak');
  await wait(2000);
  expect(board.status).toMatchObject({ phase: 'away', fault: 'silent' });
  await wait(1600);
  expect(far.openings()).toBe(2);
});

test('a dead reader that nobody was told of is looked for', async () => {
  const far = farEnd();
  far.answers.set('STAT', { rdr: 'dead', fire: '1' });
  const board = createBoard({ source: far.source, kind: 'gate' });
  await wait(50);
  expect(board.status).toMatchObject({ phase: 'ready', fault: 'reader-dead', fire: true });
});

test('what is told in the same moment as its state is newer than that', async () => {
  const far = farEnd();
  far.answers.set('STAT', { rdr: 'ok', fire: '0' });
  far.behind.set('STAT', () => {
    far.tell(1, 'FIRE', { s: '1' });
    far.tell(2, 'RDR', { s: 'dead' });
  });
  const board = createBoard({ source: far.source, kind: 'gate' });
  await wait(50);
  expect(board.status).toMatchObject({ fire: true, fault: 'reader-dead' });
});

test('a request that came damaged is sent again at once, under its id', async () => {
  const { far, board } = await readyBoard();
  far.answers.set('GATE', [{ c: 'CRC' }, 'OK']);
  board.openGate(500);
  await wait(20);
  const ids = far.asked('GATE').map(({ id }) => id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('while it is greeted anew a board is not called ready', async () => {
  const { far, board } = await readyBoard();
  far.answers.set('HI', 'nothing');
  far.tell(1, 'BOOT', { boot: '8', rst: 'WDT' });
  await wait(100);
  expect(board.status.phase).toBe('opening');
});

test('after a leave nothing of before is left over', async () => {
  const far = farEnd();
  far.setThere(false);
  const board = createBoard({ source: far.source, kind: 'gate' });
  await wait(10);
  board.openGate(500);
  board.bye();
  far.setThere(true);
  board.lamps({ red: 1, amber: 0, green: 0 });
  await wait(1600);
  expect(far.asked('LAMP')).toHaveLength(1);
  expect(far.asked('GATE')).toEqual([]);
});

test('a restart is asked for once, answered or not', async () => {
  const { far, board } = await readyBoard();
  far.answers.set('RST', 'nothing');
  const asking = board.restart();
  await wait(2000);
  await asking;
  expect(far.asked('RST')).toHaveLength(1);
});
