import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { amount } from '../kit/deep';
import { describeBoard } from './board-contract';
import { describeFaults } from './board-faults';
import { emulatedRig, simulatedRig, tillRigs, usedBoardRig } from './virtual-rig';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describeBoard('the protocol’s own board', simulatedRig);
describeBoard('the firmware on an emulated chip', emulatedRig);

const RUNS = amount(3, 50);

describeFaults('the protocol’s own board', simulatedRig, RUNS);
describeFaults('the firmware on an emulated chip', emulatedRig, RUNS);

test.each(Object.entries(tillRigs))('%s of a till opens nothing', async (_, createRig) => {
  const rig = createRig();
  await rig.wait(2000);
  await rig.host.lamps({ red: 0, amber: 0, green: 1 });
  await rig.host.openGate(500);
  await rig.wait(1000);
  expect(rig.view()).toMatchObject({ green: true, gateOpen: false, pulses: 0 });
  await rig.close();
});

test.each([0x00, 0x20, 0x55, 0xa5])(
  'a board whose EEPROM holds %i everywhere has no name, and takes one',
  async (cells) => {
    const rig = usedBoardRig(cells);
    await rig.wait(2000);
    expect((await rig.host.status()).greeting).toMatchObject({ boardId: '-' });
    expect(await rig.host.giveId('north-1')).toBe(true);
    await rig.host.restart();
    await rig.wait(2000);
    expect((await rig.host.status()).greeting).toMatchObject({ boardId: 'north-1', reset: 'RST' });
    await rig.close();
  },
);
