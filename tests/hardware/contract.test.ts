import { afterEach, beforeEach, vi } from 'vitest';
import { describeBoard } from './board-contract';
import { describeFaults } from './board-faults';
import { emulatedRig, simulatedRig } from './virtual-rig';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describeBoard('the protocol’s own board', simulatedRig);
describeBoard('the firmware on an emulated chip', emulatedRig);

/** In `npm run test:deep` ten times and more. */
const RUNS = Number(process.env['TAPLINE_FAULTS'] ?? 3);

describeFaults('the protocol’s own board', simulatedRig, RUNS);
describeFaults('the firmware on an emulated chip', emulatedRig, RUNS);
