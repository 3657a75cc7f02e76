import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { redisClock } from '#server/clock';
import { createEventLog } from '#server/events/event-log';
import { keys } from '#server/redis/keys';
import { createBenchChat } from '../kit/chat';
import { createGate } from '../kit/gate';
import { startRedis } from '../kit/redis';
import { startTapline } from '../kit/tapline';
import { repeat } from '../measure/alternate';
import { timed } from '../measure/pace';
import { median } from '../measure/statistics';
import { costed, openScene } from './fan-out';
import type { Effort } from './measure';

/** Something that grows. Sizes ascend; what is there at one stays for the next. */
export interface Dimension {
  name: string;
  sizes: readonly [number, number, number] | readonly [number, number];
  open(effort: Effort): Promise<Scale>;
}

/** `at` makes it so large, and gives what measures the cost of one piece of work there. */
interface Scale {
  at(size: number): Promise<() => Promise<number>>;
  close(): Promise<void>;
}

export const dimensions: readonly Dimension[] = [
  { name: 'clients', sizes: [50, 500], open: clients },
  { name: 'rooms', sizes: [5, 50, 500], open: rooms },
  { name: 'members', sizes: [10, 100, 1_000], open: members },
  { name: 'cards', sizes: [300, 3_000, 30_000], open: cards },
  { name: 'events', sizes: [1_000, 10_000, 100_000], open: events },
];

const WORK = 200;
/** A client is let in before it sits in its rooms. */
const SETTLE_MS = 1_000;

/** The server's CPU for a message that all of them hear. */
async function clients({ some }: Effort): Promise<Scale> {
  const scene = await openScene(() => startTapline(), 'socket.io', true);
  const load = { perSecond: 20, seconds: some(30) / 10 };
  let joined = 0;
  return {
    async at(size) {
      await scene.crowd.join(size - joined);
      await sleep(SETTLE_MS + some(size * 12));
      joined = size;
      return async () => {
        const { perDelivery, delivered, posted } = await costed(scene, () => scene.crowd.steady(load));
        return (perDelivery * delivered) / posted;
      };
    },
    close: () => scene.close(),
  };
}

/** The list of somebody's rooms, each with its last message. */
async function rooms({ some }: Effort): Promise<Scale> {
  return onRedis(async (redis) => {
    const { chat, person } = await createBenchChat(redis);
    const mary = person('mary');
    let made = 1; // General
    return async (size) => {
      for (; made < size; made++) {
        const { id } = await chat.create(mary, { id: v7(), name: `Room ${made}`, kind: 'private' });
        await chat.post(mary, { roomId: id, id: v7(), body: 'Is anybody here?' });
      }
      return () => typical(some(WORK / 4), () => chat.list(mary.userId));
    };
  });
}

/** A message in a room with so many members. */
async function members({ some }: Effort): Promise<Scale> {
  return onRedis(async (redis) => {
    const { chat, person } = await createBenchChat(redis);
    const mary = person('mary');
    const { id: roomId } = await chat.create(mary, { id: v7(), name: 'Crew', kind: 'private' });
    let inside = 1;
    return async (size) => {
      for (; inside < size; inside++) await chat.invite(mary, roomId, person(`crew ${inside}`).userId);
      return () =>
        typical(some(WORK), () => chat.post(mary, { roomId, id: v7(), body: 'Engine 7 is in steam' }));
    };
  });
}

/** A tap, among so many cards with a pass. */
async function cards({ some }: Effort): Promise<Scale> {
  return onRedis(async (redis) => {
    const gate = createGate(redis);
    const sold: string[] = [];
    let tapped = 0;
    return async (size) => {
      sold.push(...(await gate.sellMany(size - sold.length, 'TWO_HOUR')));
      return () =>
        typical(some(WORK), () => {
          const cardId = sold[(tapped++ * 7_919) % sold.length] ?? '';
          return gate.tap({ tapId: v7(), cardId, gateId: `gate-${tapped}` });
        });
    };
  });
}

const AT_A_TIME = 10_000;
const COPY_EVENT = `
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
for copy = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', unpack(newest[2])) end
`;

/** What a monitor starts from, after so many events. */
async function events({ some }: Effort): Promise<Scale> {
  return onRedis(async (redis) => {
    const log = createEventLog(redis, { clock: redisClock, timeZone: 'UTC' });
    await createGate(redis).sellMany(1, 'TEN_TRIP');
    return async (size) => {
      for (let left = size - (await redis.xlen(keys.events)); left > 0; left -= AT_A_TIME) {
        await redis.eval(COPY_EVENT, 1, keys.events, Math.min(left, AT_A_TIME));
      }
      return () => typical(some(WORK / 2), () => log.latest());
    };
  });
}

async function onRedis(prepare: (redis: Redis) => Promise<Scale['at']>): Promise<Scale> {
  const server = await startRedis('everysec');
  return { at: await prepare(await server.connect()), close: server.stop };
}

const typical = async (times: number, work: () => Promise<unknown>): Promise<number> =>
  median(await repeat(times, () => timed(work)));
