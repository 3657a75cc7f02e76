import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeBoard, IN_REAL_TIME } from '../board-contract';
import { watchView } from '../view-watch';
import { remoteHost } from '../remote-host';
import type { Rig } from '../rig';
import type {} from './kiosk-page';
import { canRunSerialRig, startSerialRig, type SerialRig } from './rig';

describe.skipIf(!canRunSerialRig)('in a real Chromium', () => {
  let serial: SerialRig;
  beforeAll(async () => {
    serial = await startSerialRig();
    await serial.page.close();
  });
  afterAll(() => serial.close());

  /** A page of its own each time, and a board that has forgotten what it was before. */
  async function newRig(): Promise<Rig> {
    const { board } = serial;
    serial.forget();
    board.reset();
    const page = await serial.openPage();
    // The second start is the one that opening the port has made.
    await page.waitForFunction(() => kiosk.board.status.greeting?.boot === 2);
    // What the driver asks of its own accord at the start is answered: what a test asks has not to wait for it.
    await page.evaluate(() => kiosk.board.stat());
    const watch = watchView();
    const leave = board.onView((view) => watch.see(view, performance.now()));
    const devtools = await page.context().newCDPSession(page);
    return {
      host: {
        ...remoteHost(() => page),
        vanish: async () => {
          const crashed = page.waitForEvent('crash');
          void devtools.send('Page.crash').catch(() => undefined); // nobody is left to answer
          await crashed;
        },
      },
      hands: board,
      view: () => board.view,
      turns: watch.turns,
      wait: (ms) => sleep(ms),
      async close() {
        leave();
        board.hold([]);
        await page.close();
      },
    };
  }

  describeBoard('a board at a real navigator.serial', newRig, IN_REAL_TIME);
});
