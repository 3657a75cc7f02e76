/** How often each fault is tried: at least 20 times in full, which is `npm run test:chaos`; within `npm test` it is short. */
const isFull = process.env['TAPLINE_CHAOS'] === 'full';

export const tries = isFull
  ? { kills: 20, powerCuts: 21, freezes: { towns: 3, tries: 7 }, stops: 20, crowds: 20 }
  : { kills: 3, powerCuts: 3, freezes: { towns: 3, tries: 1 }, stops: 3, crowds: 3 };

export const scaleName = isFull ? 'full' : 'short';

export const CROWD = 500;
