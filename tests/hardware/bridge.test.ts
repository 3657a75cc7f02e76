import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Lamp } from '#hardware/drivers/gate-board';
import { ensureBridge } from '../../scripts/tools/compile-bridge.js';
import { isOnPath } from '../../scripts/tools/programs.js';
import { apiOf, type Api } from '../e2e/api';
import { startServer, type TestServer } from '../e2e/server';
import { startBridgeProcess, type BridgeProcess } from './bridge-process';
import { startSerialBoard, type SerialBoard } from './serial-board';

/** UIDs that only this file uses. */
const tenTripCard = '04B1D6E0000001';
const strangersCard = '04B1D6E0000002';
const phone = '08B1D6E0';

const SOON = { timeout: 8000, interval: 20 };
/** Longer than the grace in which a tap of the same card repeats the one before, and than a lamp is green. */
const NEXT_RIDER_MS = 5500;

let program: string;
beforeAll(async () => {
  program = await ensureBridge();
}, 60_000);

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
  const tripsLeft = async () => (await api.card(tenTripCard)).pass?.tripsRemaining;
  const pulses = () => device.board.view.pulses;

  async function startGate(): Promise<void> {
    bridge = start('--device', 'gate-north');
    await shows(['red']);
    await expect.poll(bridge.output, SOON).toContain('Connected to');
  }

  test('pairs itself, lets a pass in with one pulse, and leaves the lamps dark', async () => {
    await api.sell(tenTripCard, 'TEN_TRIP');
    await startGate();
    const { mode } = await stat(join(folder, 'key/device.json'));
    expect(mode & 0o777).toBe(0o600);
    device.board.hold([tenTripCard]);
    await shows(['green']);
    await expect.poll(pulses, SOON).toBe(1);
    device.board.hold([]);
    expect(await tripsLeft()).toBe(9);
    await sleep(4500);
    await shows(['red']);
    expect(pulses()).toBe(1);
    expect(await bridge.stop()).toBe(0);
    expect(device.board.view).toMatchObject({ red: false, amber: false, green: false });
    expect(bridge.output()).not.toContain(tenTripCard);
  });
});
