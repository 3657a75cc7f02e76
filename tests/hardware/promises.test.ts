import { readFileSync } from 'node:fs';
import { EEPROMMemoryBackend, type EEPROMBackend } from 'avr8js';
import { expect, test } from 'vitest';
import { decodeLine, encodeFrame, type Frame, type FrameArgs } from '#hardware/protocol/frame';
import { createLineReader, toBytes } from '#hardware/protocol/lines';
import { createEmulatedBoard, type EmulatedBoardParts } from '#hardware/simulator/emulated-board';
import { keptImage } from '../../scripts/tools/firmware.js';

type Air = NonNullable<EmulatedBoardParts['air']>;

/** What the firmware promises a host that does not behave: spoken to frame by frame, in time that the test lets pass. */
function bench(eeprom: EEPROMBackend = new EEPROMMemoryBackend(1024), air?: Air) {
  const image = readFileSync(keptImage, 'utf8');
  const board = createEmulatedBoard({ image, eeprom, ...(air && { air }) });
  const lines = createLineReader();
  const heard: { at: number; frame: Frame }[] = [];
  let now = 0;
  board.onSent((bytes) => {
    for (const line of lines.push(bytes)) {
      const decoded = decodeLine(line);
      if (decoded.ok) heard.push({ at: now, frame: decoded.frame });
    }
  });
  const wait = (ms: number) => {
    for (const until = now + ms; now < until; now += 1) board.advance(1);
  };
  const send = (frame: Frame) => board.receive(toBytes(encodeFrame(frame)));
  const ask = (id: number, verb: string, args: FrameArgs = {}): string => {
    send({ type: '>', id, verb, args });
    wait(60);
    const reply = heard.findLast(({ frame }) => frame.type === '<' && frame.id === id)?.frame;
    return [reply?.verb, reply?.args['c']].filter(Boolean).join(' ');
  };
  const told = (verb: string) => heard.filter(({ frame }) => frame.type === '!' && frame.verb === verb);
  wait(200);
  ask(1, 'HI', { v: '1', t: 'gate' });
  /** Keeps the lease while time passes; no event is acknowledged. */
  const stay = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      send({ type: '>', id: 900, verb: 'PING', args: {} });
      wait(500);
    }
  };
  return { board, heard, wait, stay, send, ask, told };
}

const lamps = (r: number, a: number, g: number): FrameArgs => ({ r: `${r}`, a: `${a}`, g: `${g}` });

test('a program that hangs is started anew by the watchdog, and says so', () => {
  const { board, wait, told } = bench();
  board.jamBus();
  wait(2500);
  expect(told('BOOT').at(-1)?.frame.args).toEqual({ boot: '2', rst: 'WDT' });
});

test('a reader that obeys nothing is reset by its line, and reads cards again', () => {
  const { board, stay, told } = bench();
  board.hangReader();
  stay(8000);
  expect([...new Set(told('RDR').map(({ frame }) => frame.args['s']))]).toEqual(['dead', 'ok']);
  board.hold(['04A1B2C3D4E5F6']);
  stay(500);
  expect(told('CARD').length).toBeGreaterThan(0);
});

test('a reader that has gone deaf, and looks well, is begun anew when nobody is there', () => {
  const { board, stay, told } = bench();
  board.deafenReader();
  board.hold(['04A1B2C3D4E5F6']);
  stay(1000);
  expect(told('CARD')).toEqual([]);
  stay(61_000);
  expect(told('CARD').length).toBeGreaterThan(0);
});

/** An answer with one bit turned. */
const turned = (answer: readonly number[], bit: number): readonly number[] =>
  answer.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test.each([
  ['the serial number', 5],
  ['the end of the selection', 3],
])('a card whose answer is damaged in %s is none, whichever bit it is', (_, length) => {
  let bit = 0;
  const air: Air = (answer) => (answer.length === length ? turned(answer, bit++ % (8 * length)) : answer);
  const { board, stay, told } = bench(undefined, air);
  board.hold(['5A1B2C3D']);
  stay(5000);
  expect(bit).toBeGreaterThan(8 * length);
  expect(told('CARD')).toEqual([]);
});

test('a card that nobody has heard of for three seconds is not told any more', () => {
  const { board, stay, told } = bench();
  board.hold(['04A1B2C3D4E5F6']);
  stay(6000);
  const times = told('CARD').map(({ at }) => at);
  expect(times.length).toBeGreaterThan(5);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(3000);
});

test('of what does not fit the last eight are kept, and how many were lost is told', () => {
  const { board, wait, stay, told } = bench();
  for (let i = 0; i < 8; i++) {
    board.setButton(1, i % 2 === 0);
    wait(40);
  }
  board.setButton(2, true);
  wait(40);
  board.setButton(2, false);
  wait(40);
  stay(3500); // presses are forgotten with their riders, and there is room
  expect(told('LOST')[0]?.frame.args['n']).toBe('3'); // ten presses and releases, and the start
});

test('never more than twenty events in a second', () => {
  const { board, heard, stay, wait } = bench();
  for (let i = 0; i < 12; i++) {
    board.setButton(3, i % 2 === 0);
    wait(25);
  }
  stay(2500);
  const times = heard.filter(({ frame }) => frame.type === '!').map(({ at }) => at);
  const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
  expect(most).toBeGreaterThan(8);
  expect(most).toBeLessThanOrEqual(20);
});

test('the end of the lease is told, and after it nothing of riders', () => {
  const { board, wait, send, told } = bench();
  send({ type: '>', id: 5, verb: 'PING', args: {} });
  wait(2700);
  expect(told('SAFE')).toHaveLength(0);
  wait(600);
  expect(told('SAFE')).toHaveLength(1);
  expect(board.view.red).toBe(true);
  const { length } = told('BTN');
  board.setButton(1, true);
  wait(1000);
  expect(told('BTN')).toHaveLength(length);
});

test('only what a host says renews the lease', () => {
  const { board, wait, send } = bench();
  for (let ms = 0; ms < 3200; ms += 200) {
    send({ type: '<', id: 1, verb: 'OK', args: {} });
    send({ type: '!', id: 1, verb: 'MULTI', args: {} });
    board.receive(toBytes('>5 PING*0000\n'));
    wait(200);
  }
  expect(board.view.red).toBe(true);
});

test('a contact that bounces is not a press', () => {
  const { board, wait, told } = bench();
  for (let i = 0; i < 20; i++) {
    board.setButton(1, i % 2 === 0);
    wait(8);
  }
  wait(100);
  expect(told('BTN')).toEqual([]);
});

test('a request that comes again is answered and not done again, up to the eighth after it', () => {
  const { board, ask } = bench();
  ask(10, 'LAMP', lamps(1, 0, 0));
  ask(11, 'LAMP', lamps(0, 0, 1));
  for (let id = 12; id < 18; id++) ask(id, 'BUZ', { hz: '440', ms: '10', n: '0' });
  expect(ask(10, 'LAMP', lamps(1, 0, 0))).toBe('OK');
  expect(board.view).toMatchObject({ red: false, green: true });
  ask(18, 'BUZ', { hz: '440', ms: '10', n: '0' });
  ask(10, 'LAMP', lamps(1, 0, 0));
  expect(board.view).toMatchObject({ red: true, green: false });
});

test('the same id for something else is something else', () => {
  const { board, ask } = bench();
  ask(10, 'LAMP', lamps(1, 0, 0));
  ask(10, 'LAMP', lamps(0, 1, 0));
  expect(board.view).toMatchObject({ red: false, amber: true });
});

test.each([
  ['GATE', { ms: '5001' }, 'ERR ARG'],
  ['GATE', { ms: '0' }, 'ERR ARG'],
  ['LAMP', { r: '49', a: '0', g: '0' }, 'ERR ARG'],
  ['BUZ', { hz: '440', ms: '10', n: '21' }, 'ERR ARG'],
  ['CFG', { k: 'id', v: 'a_b' }, 'ERR ARG'],
  ['TURN', {}, 'ERR VERB'],
  ['HI', { v: '2', t: 'gate' }, 'ERR VER'],
])('%s %o: %s', (verb, args: FrameArgs, reply) => {
  expect(bench().ask(5, verb, args)).toBe(reply);
});

test('a reader that lost its power for a moment reads again', () => {
  const { board, wait, stay, told } = bench();
  board.setReader(false);
  wait(50);
  board.setReader(true); // it answers, and its field is off
  stay(2500);
  board.hold(['5A1B2C3D']);
  stay(500);
  expect(told('CARD').at(-1)?.frame.args['uid']).toBe('5A1B2C3D');
});

test('starts wear the whole of their part of the EEPROM, not one cell', () => {
  const memory = new EEPROMMemoryBackend(1024);
  const erased = new Map<number, number>();
  const { board, wait } = bench({
    readMemory: (address) => memory.readMemory(address),
    writeMemory: (address, value) => memory.writeMemory(address, value),
    eraseMemory(address) {
      erased.set(address, (erased.get(address) ?? 0) + 1);
      memory.eraseMemory(address);
    },
  });
  for (let start = 0; start < 130; start++) {
    board.reset();
    wait(40);
  }
  expect(Math.max(...erased.values())).toBeLessThanOrEqual(4);
});
