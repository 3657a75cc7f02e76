import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DISTURBANCES, type Disturbance } from '../../simulator/pn532-disturbances';
import { createPn532Model } from '../../simulator/pn532-model';
import type { ByteLine } from '../byte-line';
import { createListeners } from '../listeners';
import { holdSession } from './session';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function hold(line: ByteLine) {
  const ending = new AbortController();
  const seen: string[] = [];
  const phases: string[] = [];
  const ended = holdSession(line, {
    signal: ending.signal,
    onPhase: (phase) => phases.push(phase),
    onSighting: ({ what }) => seen.push(what),
  }).then(
    () => 'ended',
    (error: unknown) => String(error),
  );
  return { seen, phases, ended, end: () => ending.abort() };
}

/** A chip that acknowledges every command, and answers some in its own way; null is no answer. */
function oddChip(answers: Readonly<Record<number, number[] | null>>) {
  const heard = createListeners<Uint8Array>();
  const commands: number[] = [];
  const line: ByteLine = {
    write([...bytes]) {
      const code = bytes[bytes.indexOf(0xd4) + 1] ?? 0;
      if (!bytes.includes(0xd4)) return;
      commands.push(code);
      const answer = answers[code] === undefined ? [] : answers[code];
      if (answer) setTimeout(() => heard.tell(acknowledged([0xd5, code + 1, ...answer])));
    },
    onBytes: heard.add,
    onLost: () => () => undefined,
    close: async () => undefined,
  };
  return { line, commands };
}

function acknowledged(data: readonly number[]): Uint8Array {
  const sum = data.reduce((all, byte) => all + byte, 0);
  return Uint8Array.of(0, 0, 0xff, 0, 0xff, 0, 0, 0, 0xff, data.length, -data.length, ...data, -sum, 0);
}

const pn532 = { 0x02: [0x32, 0x01, 0x06, 0x07], 0x4a: [0] };

test('it looks every 80 ms', async () => {
  const model = createPn532Model();
  const { seen } = hold(await model.source.open());
  await pass(100);
  seen.length = 0;
  await pass(8000);
  expect(seen).toHaveLength(100);
});

test.each([
  ['one card', ['04A1B2C3D4E5F6'], 'card'],
  ['two cards', ['04A1B2C3D4E5F6', 'A1B2C3D4'], 'several'],
])('%s: every look shows the same, whatever came between two looks', async (_, uids, what) => {
  const model = createPn532Model();
  const { seen } = hold(await model.source.open());
  model.hold(uids);
  for (const disturbance of Object.keys(DISTURBANCES) as Disturbance[]) {
    for (let i = 0; i < 5; i++) {
      model.disturb(disturbance);
      await pass(17 * i);
    }
    await pass(4000);
  }
  expect(seen.length).toBeGreaterThan(200);
  expect(new Set(seen)).toEqual(new Set([what]));
});

test('a chip of another kind is one for the installer', async () => {
  const { line } = oddChip({ ...pn532, 0x02: [0x33, 0x02, 0x07, 0x07] });
  const { ended } = hold(line);
  await pass(100);
  expect(await ended).toBe('DeviceError: version');
});

test('a list that cannot be is no sighting, and in the end silence', async () => {
  const { line } = oddChip({ ...pn532, 0x4a: [1, 1, 0x00, 0x04, 0x08, 3, 1, 2, 3] });
  const { ended, seen, phases } = hold(line);
  await pass(4500);
  expect(await ended).toBe('DeviceError: silent');
  expect(seen).toEqual([]);
  expect(phases).toEqual([]);
});

test('a chip that answers nothing is asked again after its time and a pause', async () => {
  const { line, commands } = oddChip({ 0x14: null });
  hold(line);
  await pass(1000);
  expect(commands.length).toBe(8);
});

test('a chip that says nothing but nonsense is not asked without a pause', async () => {
  const { line, commands } = oddChip({ ...pn532, 0x4a: [9] });
  hold(line);
  await pass(1000);
  expect(commands.length).toBeLessThan(70);
});

test('it ends with its signal, at rest as in the middle of a command', async () => {
  for (const ms of [0, 20, 70]) {
    const model = createPn532Model();
    const { ended, end } = hold(await model.source.open());
    await pass(ms);
    end();
    expect(await ended).toBe('ended');
  }
});
