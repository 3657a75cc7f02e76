import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Lamp } from '#hardware/drivers/gate-board';
import { ensureBridge } from '../../scripts/tools/compile-bridge.js';
import { isOnPath } from '../../scripts/tools/programs.js';
import { apiOf, type Api } from '../e2e/api';
import { startServer, type TestServer } from '../e2e/server';
import { startBridgeProcess, type BridgeProcess } from './bridge-process';
import { startSerialBoard, type SerialBoard } from './serial-board';

let cards = 0;
/** A UID that no test has used. */
const newCard = (): string => `04B1D6E00000${String(++cards).padStart(2, '0')}`;
const phone = '08B1D6E0';

const SOON = { timeout: 8000, interval: 20 };

let program: string;
beforeAll(async () => {
  program = await ensureBridge();
}, 60_000);

test.each([
  ['--face', 'door', '--face (TAPLINE_FACE) must be gate or sales, not door'],
  ['--url', 'tapline.example', '--url (TAPLINE_URL) must be an address'],
])('what it cannot start with (%s %s) is told in one line, with code 2', async (option, value, words) => {
  const failing = startBridgeProcess(program, [option, value]);
  expect(await failing.ended).toBe(2);
  expect(failing.output()).toMatch(/^The bridge cannot start: [^\n]+\n$/);
  expect(failing.output()).toContain(words);
});

describe.skipIf(!isOnPath('socat'))('the bridge at a serial port', () => {
  let folder: string;
  let server: TestServer;
  let api: Api;
  let device: SerialBoard;
  let bridge: BridgeProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapline-bridge-'));
    server = await startServer({ dataDir: join(folder, 'server') });
    api = apiOf(server.origin);
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    device = await startSerialBoard();
  });
  afterEach(async () => {
    await bridge.stop();
    await device.stop();
  });

  const start = (...more: string[]): BridgeProcess =>
    startBridgeProcess(program, [
      ...['--url', server.origin, '--port', device.path, '--data', join(folder, 'key')],
      ...more,
    ]);

  const shows = (lamps: Lamp[]) =>
    expect
      .poll(() => (['red', 'amber', 'green'] as const).filter((lamp) => device.board.view[lamp]), SOON)
      .toEqual(lamps);
  const logged = (words: string, times = 1) =>
    expect.poll(() => bridge.output().split(words).length - 1, SOON).toBe(times);
  const tripsLeft = async (card: string) => (await api.card(card)).pass?.tripsRemaining;
  const pulses = () => device.board.view.pulses;

  async function sellTenTrips(): Promise<string> {
    const card = newCard();
    await api.sell(card, 'TEN_TRIP');
    return card;
  }

  async function startGate(): Promise<void> {
    bridge = start('--device', 'gate-north');
    await shows(['red']);
    await logged('Connected to');
  }

  /** How often a lamp has gone on since a view of that number. */
  const flashes = (lamp: Lamp, since: number): number =>
    device.views.slice(since).filter((view, i, all) => view[lamp] && i > 0 && !all[i - 1]?.[lamp]).length;

  test('pairs itself, lets a pass in with one pulse, and leaves the lamps dark', async () => {
    const card = await sellTenTrips();
    await startGate();
    const { mode } = await stat(join(folder, 'key/device.json'));
    expect(mode & 0o777).toBe(0o600);
    device.board.hold([card]);
    await shows(['green']);
    await expect.poll(pulses, SOON).toBe(1);
    device.board.hold([]);
    expect(await tripsLeft(card)).toBe(9);
    await sleep(4500);
    await shows(['red']);
    expect(pulses()).toBe(1);
    expect(await bridge.stop()).toBe(0);
    await shows([]);
    expect(bridge.output()).not.toContain(card);
  });

  test('denies with four flashes and the buzzer, a phone as well', async () => {
    await startGate();
    const stranger = newCard();
    for (const uid of [stranger, phone]) {
      const since = device.views.length - 1;
      const { tones } = device.board.view;
      await device.tap(uid);
      // Dark before each but the first; and then the red of an idle gate.
      await expect.poll(() => flashes('red', since), { timeout: 8000 }).toBe(4);
      await sleep(1200);
      expect(flashes('red', since)).toBe(4);
      expect(device.board.view).toMatchObject({ red: true, green: false, tones: tones + 2, pulses: 0 });
    }
    expect((await api.card(stranger)).pass).toBeNull();
  });

  test('a tap whose answer is lost keeps its id: the next one opens, and the pass is charged once', async () => {
    await startGate();
    const card = await sellTenTrips();
    const since = device.views.length;
    const goOn = () => process.kill(server.pid, 'SIGCONT');
    onTestFinished(() => void goOn()); // a frozen server could not be stopped
    process.kill(server.pid, 'SIGSTOP');
    await device.tap(card);
    await expect.poll(() => flashes('amber', since), SOON).toBeGreaterThan(1);
    expect(pulses()).toBe(0);
    goOn();
    await expect.poll(() => tripsLeft(card), SOON).toBe(9);
    await device.tap(card);
    await expect.poll(pulses, SOON).toBe(1);
    expect(await tripsLeft(card)).toBe(9);
  });

  test('a server that was killed and comes back is used again by itself', async () => {
    await startGate();
    const card = await sellTenTrips();
    await server.kill();
    await device.tap(card);
    await shows(['red', 'amber']);
    expect(bridge.output()).toContain('The server is away');
    const { port } = new URL(server.origin);
    server = await startServer({ dataDir: server.dataDir, env: { PORT: port } });
    await logged('Connected to', 2);
    await device.tap(card);
    await expect.poll(pulses, SOON).toBe(1);
    expect(await tripsLeft(card)).toBe(9);
  });

  test('a board that is unplugged and comes back is used again by itself', async () => {
    await startGate();
    const card = await sellTenTrips();
    await device.unplug();
    await logged('The board was unplugged');
    await device.plug();
    await logged('The board is ready', 2);
    await device.tap(card);
    await expect.poll(pulses, SOON).toBe(1);
    expect(await tripsLeft(card)).toBe(9);
    expect(await bridge.stop()).toBe(0);
    await shows([]);
  });

  test('as a till: tap, press, tap again, and the pass is on the card', async () => {
    bridge = start('--face', 'sales', '--device', 'sales-1', '--data', join(folder, 'till'));
    await shows(['amber']);
    await logged('Connected to');
    const card = newCard();
    await device.tap(card);
    device.board.setButton(2, true);
    await logged('TEN_TRIP');
    device.board.setButton(2, false);
    expect((await api.card(card)).pass).toBeNull();
    await device.tap(card);
    await shows(['green']);
    expect((await api.card(card)).pass).toMatchObject({ product: 'TEN_TRIP', tripsRemaining: 10 });
  });
});
