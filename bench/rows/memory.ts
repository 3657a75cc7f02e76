import { setTimeout as sleep } from 'node:timers/promises';
import type { Subject } from '../kit/tapline';
import { startRival, startTapline } from '../kit/tapline';
import { alternate } from '../measure/alternate';
import { ratioRow } from '../report/row';
import { openScene } from './fan-out';
import type { Measure } from './measure';

const FIRST = 100;
const MORE = 500;
const SETTLE_MS = 3_000;

/** What a server's memory grows by with each client, once garbage is collected. */
export const memory: Measure = {
  name: 'memory',
  async run({ times, some }) {
    const measure = (start: () => Promise<Subject>, people: boolean) => async () => {
      const scene = await openScene(start, 'socket.io', people);
      try {
        await scene.crowd.join(some(FIRST));
        await sleep(some(SETTLE_MS));
        const before = await scene.subject.memory();
        await scene.crowd.join(some(MORE));
        await sleep(some(SETTLE_MS));
        const after = await scene.subject.memory();
        return {
          used: (after.used - before.used) / some(MORE) / 1_024,
          resident: (after.resident - before.resident) / some(MORE) / 1_024,
        };
      } finally {
        await scene.close();
      }
    };
    const { ours, theirs } = await alternate(times, {
      ours: measure(() => startTapline(), true),
      theirs: measure(() => startRival('bare-socketio'), false),
    });
    const rowOf = (what: 'used' | 'resident') => ({
      ours: ours.map((figures) => figures[what]),
      theirs: theirs.map((figures) => figures[what]),
      against: 'bare Socket.IO',
    });
    return [
      ratioRow({ name: 'memory a client, in use', unit: 'KB' }, rowOf('used'), { atMost: 1.5 }),
      ratioRow({ name: 'memory a client, resident', unit: 'KB' }, rowOf('resident'), { atMost: 1.5 }),
    ];
  },
};
