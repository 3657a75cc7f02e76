import { afterEach, beforeEach, vi } from 'vitest';
import { amount } from '../kit/deep';
import { describeBoard } from './board-contract';
import { describeFaults } from './board-faults';
import { emulatedRig, simulatedRig } from './virtual-rig';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describeBoard('the protocol’s own board', simulatedRig);
describeBoard('the firmware on an emulated chip', emulatedRig);

const RUNS = amount(3, 50);

describeFaults('the protocol’s own board', simulatedRig, RUNS);
describeFaults('the firmware on an emulated chip', emulatedRig, RUNS);
