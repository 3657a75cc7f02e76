import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DISTURBANCES, type Disturbance } from '../../simulator/pn532-disturbances';
import { createPn532Model } from '../../simulator/pn532-model';
import { createPn532Reader } from './reader';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const blue = '04A1B2C3D4E5F6';
const red = 'A100C3D4';
const long = '04A1B2C3D4E5F6070809';
const phone = '08A1B2C3';

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function bench() {
  const model = createPn532Model();
  const reader = createPn532Reader({ source: model.source });
  const happened: string[] = [];
  const phases: string[] = [];
  reader.onCard((cardId) => happened.push(`card ${cardId}`));
  reader.onGone((cardId) => happened.push(`gone ${cardId}`));
  reader.onUnread((why) => happened.push(why));
  reader.onStatus(({ phase, fault }) => phases.push(fault ? `${phase}: ${fault}` : phase));
  return { model, reader, happened, phases };
}

async function ready() {
  const all = bench();
  await pass(200);
  expect(all.reader.status).toEqual({ phase: 'ready', fault: null });
  all.phases.length = 0;
  return all;
}

test('a chip that sleeps is woken at the first try', async () => {
  const { reader, phases } = bench();
  expect(reader.status).toEqual({ phase: 'opening', fault: null });
  await pass(100);
  expect(phases).toEqual(['ready']);
});

test.each([
  ['4 bytes', red],
  ['7 bytes', blue],
  ['10 bytes', long],
])(
  'a card with an id of %s is seen within 120 ms, once, and goes 1.5 s after it was taken away',
  async (_, id) => {
    const { model, happened } = await ready();
    model.hold([id]);
    await pass(120);
    expect(happened).toEqual([`card ${id}`]);
    await pass(10_000);
    model.hold([]);
    await pass(1400);
    expect(happened).toEqual([`card ${id}`]);
    await pass(200);
    expect(happened).toEqual([`card ${id}`, `gone ${id}`]);
  },
);

test('another card takes its place at once', async () => {
  const { model, happened } = await ready();
  model.hold([blue]);
  await pass(120);
  model.hold([red]);
  await pass(120);
  expect(happened).toEqual([`card ${blue}`, `gone ${blue}`, `card ${red}`]);
});

test('a phone is no card, however its id changes', async () => {
  const { model, happened } = await ready();
  model.hold([phone]);
  await pass(300);
  model.hold(['08FFFFFF']);
  await pass(300);
  expect(happened).toEqual(['random']);
});

test('two cards are several, for as long as they are there', async () => {
  const { model, happened } = await ready();
  model.hold([blue, long]);
  await pass(5000);
  expect(happened).toEqual(['several']);
  model.hold([long]);
  await pass(120);
  expect(happened).toEqual(['several', `card ${long}`]);
});

test('a second card that joins the first ends nothing', async () => {
  const { model, happened } = await ready();
  model.hold([blue]);
  await pass(200);
  model.hold([blue, red]);
  await pass(3000);
  model.hold([blue]);
  await pass(3000);
  expect(happened).toEqual([`card ${blue}`, 'several']);
});

const disturbances = Object.keys(DISTURBANCES) as Disturbance[];

test.each(disturbances)('%s, on opening: ready all the same', async (disturbance) => {
  const { model, reader, phases } = bench();
  for (let i = 0; i < 3; i++) model.disturb(disturbance);
  await pass(2500);
  expect(reader.status.phase).toBe('ready');
  expect(phases).toEqual(['ready']);
});

test.each(disturbances)('%s, while a card is held: nothing is told twice', async (disturbance) => {
  const { model, happened, phases } = await ready();
  model.hold([red]);
  await pass(500);
  for (let i = 0; i < 4; i++) {
    model.disturb(disturbance);
    await pass(300 + 7 * i);
  }
  model.hold([blue]);
  await pass(1000);
  expect(happened).toEqual([`card ${red}`, `gone ${red}`, `card ${blue}`]);
  expect(phases).toEqual([]);
});

test('noise while nothing is asked harms nothing', async () => {
  const { model, happened, phases } = await ready();
  for (let i = 0; i < 60; i++) {
    model.noise([0x00, 0x00, 0xff, i, 0x00, 0xff, 0x55].slice(0, i % 8));
    await pass(37);
  }
  model.hold([blue]);
  await pass(1000);
  expect(happened).toEqual([`card ${blue}`]);
  expect(phases).toEqual([]);
});

test('a chip that has lost its power has forgotten all, and is set up again', async () => {
  const { model, happened, phases } = await ready();
  model.hold([blue]);
  await pass(200);
  model.setPower(false);
  await pass(50);
  model.setPower(true);
  await pass(500);
  model.hold([]);
  await pass(1700);
  expect(happened).toEqual([`card ${blue}`, `gone ${blue}`]);
  expect(phases).toEqual([]);
});

test('a chip that hangs is weak after 2 s, away after 4, and back by itself', async () => {
  const { model, reader, phases } = await ready();
  model.setMute(true);
  await pass(1900);
  expect(reader.status.phase).toBe('ready');
  await pass(700);
  expect(phases).toEqual(['weak']);
  await pass(2400);
  expect(phases).toEqual(['weak', 'away: silent']);
  await pass(20_000);
  expect(new Set(phases)).toEqual(new Set(['weak', 'away: silent']));
  model.setMute(false);
  await pass(2500);
  expect(phases.at(-1)).toBe('ready');
});

test('a chip that was never there is not weak, but away', async () => {
  const { model, phases } = bench();
  model.setMute(true);
  await pass(4500);
  expect(phases).toEqual(['away: silent']);
});

test('a chip that comes back in time is only weak', async () => {
  const { model, phases } = await ready();
  model.setMute(true);
  await pass(3000);
  model.setMute(false);
  await pass(700);
  expect(phases).toEqual(['weak', 'ready']);
});

test('a card that is held while the chip hangs is presented once', async () => {
  const { model, happened } = await ready();
  model.hold([blue]);
  await pass(200);
  model.setMute(true);
  await pass(8000);
  model.setMute(false);
  await pass(3000);
  expect(happened).toEqual([`card ${blue}`]);
  model.hold([]);
  await pass(1700);
  expect(happened).toEqual([`card ${blue}`, `gone ${blue}`]);
});

test('a plug that is pulled is seen at once, and one that comes is used at once', async () => {
  const { model, reader, phases } = await ready();
  model.setPlugged(false);
  await pass(0);
  expect(phases).toEqual(['away: unplugged']);
  await pass(5000);
  expect(phases.at(-1)).toBe('away: absent');
  model.setPlugged(true);
  await pass(200);
  expect(reader.status).toEqual({ phase: 'ready', fault: null });
});

test('a closed reader hears nothing, gives the line back, and asks nothing any more', async () => {
  const { model, reader, happened, phases } = await ready();
  await reader.close();
  model.hold([blue]);
  await pass(5000);
  expect(happened).toEqual([]);
  expect(phases).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a reader that is closed while a command is out ends as well', async () => {
  const { model, reader } = bench();
  model.setMute(true);
  await pass(10);
  await reader.close();
  expect(vi.getTimerCount()).toBe(0);
});
