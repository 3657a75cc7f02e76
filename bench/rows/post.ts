import type { Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { signIn } from '../crowd/sign-in';
import { openLine } from '../kit/line';
import { startRedis } from '../kit/redis';
import { startRival, startTapline } from '../kit/tapline';
import { alternate } from '../measure/alternate';
import { median } from '../measure/statistics';
import { ratioRow } from '../report/row';
import type { Measure } from './measure';

const MESSAGES = 500;
/** Apart, so that none waits for the frame of the one before: a quiet room. */
const APART_MS = 25;

/** From a message's post until another client has it: ours beside a bare echo that stores it with one XADD. */
export const post: Measure = {
  name: 'post',
  async run({ times, some }) {
    const tapline = await startTapline('everysec');
    const redis = await startRedis('everysec');
    const rival = await startRival('bare-socketio', { REDIS_PATH: redis.path });
    const lines: Socket[] = [];
    const pair = async (origin: string, people: boolean): Promise<[Socket, Socket]> => {
      const open = async (): Promise<Socket> => openLine(origin, people ? await signIn(origin) : undefined);
      const [poster, watcher] = [await open(), await open()];
      lines.push(poster, watcher);
      return [poster, watcher];
    };
    try {
      const ours = await pair(tapline.origin, true);
      const theirs = await pair(rival.origin, false);
      const count = some(MESSAGES / times);
      const measure = (sockets: [Socket, Socket]) => () => medianTime(sockets, count);
      const figures = await alternate(times + 2, { ours: measure(ours), theirs: measure(theirs) });
      const rows = { ...figures, against: 'bare echo, one XADD' };
      return [ratioRow({ name: 'message posted -> seen', unit: 'ms' }, rows, { atMost: 2 })];
    } finally {
      for (const line of lines) line.disconnect();
      await rival.stop();
      await redis.stop();
      await tapline.stop();
    }
  },
};

async function medianTime([poster, watcher]: [Socket, Socket], count: number): Promise<number> {
  const took: number[] = [];
  for (let message = 0; message < count; message++) {
    const began = performance.now();
    const seen = new Promise((resolve) => watcher.once('message:posted', resolve));
    poster.emit(
      'message:post',
      { roomId: GENERAL, id: v7(), body: 'The 9:40 leaves from platform 2 today' },
      done,
    );
    await seen;
    took.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, APART_MS));
  }
  return median(took);
}

const done = (): void => undefined;
