import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiOf, newCard } from './api';
import { GatePage, SalesPage } from './kiosks';
import { startServer } from './server';
import { expect, test } from './test';

/** Below the platform's folder, such as /usr/lib/x86_64-linux-gnu. */
const libfaketime = (existsSync('/usr/lib') ? readdirSync('/usr/lib') : [])
  .map((folder) => join('/usr/lib', folder, 'faketime/libfaketime.so.1'))
  .find((file) => existsSync(file));

/** A redis-server whose clock can be set ahead while it runs. */
function shiftedRedis(folder: string): { bin: string; shift: (offset: string) => void } {
  const clock = join(folder, 'clock');
  const bin = join(folder, 'redis-server-shifted');
  const shift = (offset: string): void => writeFileSync(clock, offset);
  shift('+0');
  const settings = [
    `LD_PRELOAD=${libfaketime ?? ''}`,
    `FAKETIME_TIMESTAMP_FILE=${clock}`,
    'FAKETIME_NO_CACHE=1',
    'DONT_FAKE_MONOTONIC=1',
  ];
  writeFileSync(bin, `#!/bin/sh\nexec env ${settings.join(' ')} redis-server "$@"\n`, { mode: 0o755 });
  return { bin, shift };
}

test('a two-hour pass lives from its first use to its end', async ({ page, context }) => {
  test.skip(libfaketime === undefined, 'needs libfaketime');
  const folder = mkdtempSync(join(tmpdir(), 'tapline-clock-'));
  const redis = shiftedRedis(folder);
  const server = await startServer({ env: { REDIS_SERVER_BIN: redis.bin } });
  const api = apiOf(server.origin);
  const cardId = newCard();

  const sales = new SalesPage(page);
  await page.goto(`${server.origin}/kiosk/sales?device=sales-1`);
  await sales.atStep('tap');
  await sales.tap(cardId);
  await sales.choose('TWO_HOUR');
  await sales.tap(cardId);
  await sales.atStep('issued');

  // Sold in the morning, first used in the evening: the window begins with the use.
  redis.shift('+9h');
  const gate = new GatePage(await context.newPage());
  await gate.page.goto(`${server.origin}/kiosk/gate?device=gate-north`);
  await expect(gate.screen).toHaveAttribute('data-state', 'idle');
  await gate.tap(cardId);
  await expect(gate.screen).toHaveAttribute('data-state', 'granted');
  expect((await api.card(cardId)).pass?.secondsRemaining).toBeGreaterThan(7_190);

  redis.shift('+39540'); // 9 h + 1 h 59 min
  await gate.tap(cardId);
  await expect(gate.screen).toContainText('1 min');
  await expect(gate.screen).toHaveAttribute('data-state', 'granted');

  redis.shift('+11h');
  await gate.tap(cardId);
  await expect(gate.screen).toHaveAttribute('data-state', 'denied');
  await expect(gate.screen).toHaveAttribute('data-reason', 'expired');
  expect((await api.card(cardId)).pass).toBeNull();

  // The card may be sold a new pass.
  await sales.atStep('tap');
  await sales.tap(cardId);
  await sales.atStep('choose');

  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
