import { setTimeout as sleep } from 'node:timers/promises';
import { GENERAL } from '#domain/chat/room';
import type { Protocol } from '../crowd/client';
import type { LoadFigures } from '../crowd/load';
import { startCrowd, type Crowd } from '../kit/crowd';
import { startRival, startTapline, type Subject } from '../kit/tapline';
import { alternate } from '../measure/alternate';
import { figureRow, ratioRow, type Row } from '../report/row';
import type { Effort, Measure } from './measure';

const CLIENTS = 500;
const QUIET = { perSecond: 20, seconds: 5 };
const BUSY = { underWay: 64, seconds: 4 };
/** Arrivals are told to everybody in few frames: until the last of them is out. */
const SETTLE_MS = 5_000;

/** Five hundred clients in one room, quiet and busy: ours, a bare Socket.IO broadcast, and ws with one encoded frame. */
export const fanOut: Measure = {
  name: 'fan-out',
  async run(effort) {
    const scenes = await Promise.all([
      openScene(() => startTapline(), 'socket.io', true),
      openScene(() => startRival('bare-socketio'), 'socket.io', false),
      openScene(() => startRival('raw-ws'), 'ws', false),
    ]);
    const [ours, bare, limit] = scenes;
    try {
      const clients = effort.some(CLIENTS);
      for (const scene of scenes) await scene.crowd.join(clients);
      await sleep(1_000 + effort.some(SETTLE_MS));
      return [...(await quiet({ ours, bare, limit }, effort)), ...(await busy({ ours, bare }, effort))];
    } finally {
      for (const scene of scenes) await scene.close();
    }
  },
};

/** A server with its crowd. */
export interface Scene {
  subject: Subject;
  crowd: Crowd;
  close(): Promise<void>;
}

export async function openScene(
  start: () => Promise<Subject>,
  protocol: Protocol,
  people: boolean,
): Promise<Scene> {
  const subject = await start();
  const crowd = startCrowd({ origin: subject.origin, protocol, people, roomId: GENERAL });
  return {
    subject,
    crowd,
    async close() {
      await crowd.stop();
      await subject.stop();
    },
  };
}

async function quiet(
  { ours, bare, limit }: Record<'ours' | 'bare' | 'limit', Scene>,
  { times, some }: Effort,
): Promise<Row[]> {
  const load = { ...QUIET, seconds: some(QUIET.seconds * 10) / 10 };
  const measure = (scene: Scene) => () => costed(scene, () => scene.crowd.steady(load));
  const figures = await alternate(times, {
    limit: measure(limit),
    ours: measure(ours),
    bare: measure(bare),
  });
  const cost = (of: readonly Costed[]): number[] => of.map(({ perDelivery }) => perDelivery);
  const late = figures.ours.map(({ p99 }) => p99);
  const about = { name: 'fan-out, quiet: CPU a delivery', unit: 'µs' };
  return [
    ratioRow(
      about,
      { ours: cost(figures.ours), theirs: cost(figures.limit), against: 'raw ws' },
      { atMost: 1.3 },
    ),
    figureRow({ name: 'the same by bare Socket.IO', unit: 'µs' }, cost(figures.bare)),
    figureRow({ name: 'fan-out, quiet: p99', unit: 'ms' }, late),
  ];
}

async function busy({ ours, bare }: Record<'ours' | 'bare', Scene>, { times, some }: Effort): Promise<Row[]> {
  const load = { ...BUSY, seconds: some(BUSY.seconds * 10) / 10 };
  const measure = (scene: Scene) => () => costed(scene, () => scene.crowd.saturate(load));
  const figures = await alternate(times, { bare: measure(bare), ours: measure(ours) });
  const rate = (of: readonly Costed[]): number[] => of.map(({ delivered, seconds }) => delivered / seconds);
  const late = figures.ours.map(({ p99 }) => p99);
  const rates = { ours: rate(figures.ours), theirs: rate(figures.bare), against: 'bare Socket.IO' };
  return [
    ratioRow({ name: 'fan-out, busy: deliveries', unit: '/s' }, rates, { atLeast: 5 }),
    figureRow({ name: 'fan-out, busy: p99', unit: 'ms' }, late, { atMost: 100 }),
    figureRow(
      { name: 'fan-out, busy: CPU a delivery', unit: 'µs' },
      figures.ours.map(({ perDelivery }) => perDelivery),
    ),
  ];
}

/** `perDelivery`: µs of the server's CPU, which is all that it did meanwhile. */
export type Costed = LoadFigures & { perDelivery: number };

export async function costed({ subject }: Scene, load: () => Promise<LoadFigures>): Promise<Costed> {
  const before = await subject.cpu();
  const figures = await load();
  return { ...figures, perDelivery: ((await subject.cpu()) - before) / figures.delivered };
}
