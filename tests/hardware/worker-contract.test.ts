import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DARK_VIEW } from '#hardware/simulator/virtual-board';
import { chromiumPath, withoutFeatures } from '../kit/chromium.js';
import { describeBoard, IN_A_PAGE } from './board-contract';
import { pageScript } from './page-script';
import { watchView } from './view-watch';
import { remoteHost } from './remote-host';
import type { Rig } from './rig';
import type {} from './worker-page';

const executablePath = chromiumPath();

describe.skipIf(!executablePath)('in a Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', withoutFeatures],
    });
  });
  afterAll(() => browser.close());

  async function newRig(): Promise<Rig & { page: () => Page }> {
    const page = await browser.newPage();
    let view = DARK_VIEW;
    const watch = watchView();
    await page.exposeFunction('tellView', (next: typeof view, at: number) => {
      view = next;
      watch.see(next, at);
    });
    await page.addScriptTag({ content: await pageScript('worker-page.ts') });
    return {
      page: () => page,
      host: remoteHost(() => page),
      hands: {
        hold: (uids) => void page.evaluate((held) => device.hold(held), uids),
        setButton: (key, down) =>
          void page.evaluate((args) => device.setButton(...args), [key, down] as const),
        setFire: (alarm) => void page.evaluate((is) => device.setFire(is), alarm),
        setReader: (alive) => void page.evaluate((is) => device.setReader(is), alive),
        reset: () => void page.evaluate(() => device.reset()),
      },
      view: () => view,
      turns: watch.turns,
      wait: (ms) => sleep(ms),
      close: () => page.close(),
    };
  }

  test('a press of which its worker hears all at once is a press', async () => {
    const { host, page, close } = await newRig();
    await expect.poll(async () => (await host.status()).phase, { timeout: 8000 }).toBe('ready');
    await page().evaluate(() => {
      worker.postMessage({ button: 1, down: true, at: 0 });
      worker.postMessage({ button: 1, down: false, at: 80 });
    });
    await expect.poll(() => host.takeHeard(), { timeout: 2000 }).toEqual(['button 1']);
    await close();
  });

  test('a worker that fails is replaced by another, and what is counted is counted on', async () => {
    const { host, page, view, close } = await newRig();
    const starts = async () => {
      const { phase, greeting } = await host.status();
      return phase === 'ready' && greeting?.boot;
    };
    await expect.poll(starts, { timeout: 8000 }).toBe(1);
    await host.restart();
    await expect.poll(starts, { timeout: 8000 }).toBe(2);
    await host.openGate(200);
    await expect.poll(() => view()).toMatchObject({ gateOpen: false, pulses: 1 });

    await page().evaluate(() => worker.postMessage({ hold: null, at: 0 }));
    // A new board, which starts for the first time.
    await expect.poll(starts, { timeout: 15_000 }).toBe(1);
    await host.openGate(200);
    await expect.poll(() => view()).toMatchObject({ gateOpen: false, pulses: 2 });
    await close();
  });

  describeBoard('the firmware in a worker', newRig, IN_A_PAGE);
});
