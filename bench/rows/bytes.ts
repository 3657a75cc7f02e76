import type { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { GENERAL } from '#domain/chat/room';
import { keys } from '#server/redis/keys';
import { createBenchChat } from '../kit/chat';
import { startRedis } from '../kit/redis';
import { inFlight } from '../measure/pace';
import { figureRow, ratioRow } from '../report/row';
import { store } from '../rivals/sorted-set';
import type { Measure } from './measure';

const MESSAGES = 10_000;
/** As long as people write: a sentence. */
const BODY = 'The 9:40 leaves from platform 2 today, paint is fresh on 1';

/** What a message takes in Redis: ours, and the same message as JSON in a sorted set. */
export const bytes: Measure = {
  name: 'bytes',
  async run({ some }) {
    const server = await startRedis('everysec');
    try {
      const redis = await server.connect();
      const { chat, person } = await createBenchChat(redis);
      const mary = person('mary');
      const count = some(MESSAGES);
      const ids = Array.from({ length: count }, () => v7());
      const write = async (index: number): Promise<void> => {
        const id = ids[index] ?? v7();
        await chat.post(mary, { roomId: GENERAL, id, body: `${BODY} ${index}` });
        const from = { id: mary.userId, name: mary.name };
        await store(redis, { id, from, date: Date.now(), message: `${BODY} ${index}`, roomId: GENERAL });
      };
      await inFlight(64, count, write);
      const ours = (await usage(redis, keys.roomMessages(GENERAL))) / count;
      const theirs = (await usage(redis, `room:${GENERAL}`)) / count;
      const answer = await usage(redis, keys.roomAnswer(GENERAL, ids[0] ?? ''));
      const note = 'beside it, for seven days, what a message sent twice is answered with';
      return [
        ratioRow(
          { name: 'bytes a message', unit: 'B' },
          { ours: [ours], theirs: [theirs], against: 'JSON in a sorted set' },
          { atMost: 0.6 },
        ),
        figureRow({ name: 'its kept answer, seven days', unit: 'B', note }, [answer]),
      ];
    } finally {
      await server.stop();
    }
  },
};

const usage = async (redis: Redis, key: string): Promise<number> =>
  (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
