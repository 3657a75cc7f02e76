import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ByteLine } from '../byte-line';
import { createListeners } from '../listeners';
import { GET_VERSION, LIST_CARDS } from './commands';
import { openExchange } from './exchange';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ACK = [0x00, 0x00, 0xff, 0x00, 0xff, 0x00];
const VERSION = [0x00, 0x00, 0xff, 0x06, 0xfa, 0xd5, 0x03, 0x32, 0x01, 0x06, 0x07, 0xe8, 0x00];
const NO_CARD = [0x00, 0x00, 0xff, 0x03, 0xfd, 0xd5, 0x4b, 0x00, 0xe0, 0x00];
const REFUSAL = [0x00, 0x00, 0xff, 0x01, 0xff, 0x7f, 0x81, 0x00];

/** Asks for the version, of a chip that is the test itself. */
function asking() {
  const heard = createListeners<Uint8Array>();
  const written: Uint8Array[] = [];
  const line: ByteLine = {
    write: (bytes) => void written.push(bytes),
    onBytes: heard.add,
    onLost: () => () => undefined,
    close: async () => undefined,
  };
  const ending = new AbortController();
  const exchange = openExchange(line, ending.signal);
  const say = (...bytes: number[]) => heard.tell(Uint8Array.from(bytes));
  /** How it ended, if it has. */
  const end = (answer: Promise<readonly number[]>) => {
    const result: { how?: unknown } = {};
    answer.then(
      (data) => (result.how = data),
      (error: unknown) => (result.how = String(error)),
    );
    return async (ms = 0) => {
      await vi.advanceTimersByTimeAsync(ms);
      return result.how;
    };
  };
  return { exchange, ending, say, written, end, ended: end(exchange.ask(GET_VERSION)) };
}

test('a command is answered behind its ACK, in one piece or in two', async () => {
  const { say, ended } = asking();
  say(...ACK, ...VERSION);
  expect(await ended()).toEqual([0x32, 0x01, 0x06, 0x07]);
});

test('the ACK is awaited for 40 ms', async () => {
  const { say, ended } = asking();
  expect(await ended(39)).toBeUndefined();
  say(...ACK);
  expect(await ended(399)).toBeUndefined();
  say(...VERSION);
  expect(await ended()).toHaveLength(4);
});

test('no ACK is silence', async () => {
  const { ended } = asking();
  expect(await ended(40)).toBe('DeviceError: silent');
});

test('what comes when it is over is heard by nobody', async () => {
  const { say, ended } = asking();
  await ended(40);
  say(...ACK);
  expect(vi.getTimerCount()).toBe(0);
});

test('no answer is silence', async () => {
  const { say, ended } = asking();
  say(...ACK);
  expect(await ended(399)).toBeUndefined();
  expect(await ended(1)).toBe('DeviceError: silent');
});

test('a refusal is silence at once', async () => {
  const { say, ended } = asking();
  say(...ACK, ...REFUSAL);
  expect(await ended()).toBe('DeviceError: silent');
});

test('an answer before the ACK is that of an earlier command', async () => {
  const { say, ended } = asking();
  say(...VERSION, ...VERSION);
  expect(await ended(40)).toBe('DeviceError: silent');
});

test('the late ACK and the late answer of another command are nothing to this one', async () => {
  const { exchange, say, end } = asking();
  await vi.advanceTimersByTimeAsync(40);
  const ended = end(exchange.ask(LIST_CARDS));
  say(...ACK, ...VERSION, ...ACK);
  expect(await ended()).toBeUndefined();
  say(...NO_CARD);
  expect(await ended()).toEqual([0]);
});

test('half a frame that came before is not continued', async () => {
  const { exchange, say, end } = asking();
  say(...ACK, 0x00, 0x00, 0xff, 0xfe, 0x02, 0xd5);
  await vi.advanceTimersByTimeAsync(400);
  const ended = end(exchange.ask(GET_VERSION));
  say(...ACK, ...VERSION);
  expect(await ended()).toHaveLength(4);
});

test('the signal ends what is asked, and what would be', async () => {
  const { exchange, ending, say, ended, end, written } = asking();
  say(...ACK);
  ending.abort(new Error('enough'));
  expect(await ended()).toBe('Error: enough');
  expect(await end(exchange.ask(GET_VERSION))()).toBe('Error: enough');
  expect(written).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
