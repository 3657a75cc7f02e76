import { v7 } from 'uuid';
import { createBenchChat } from '../kit/chat';
import { startRedis } from '../kit/redis';
import { alternate, repeat } from '../measure/alternate';
import { timed } from '../measure/pace';
import { median } from '../measure/statistics';
import { ratioRow } from '../report/row';
import type { Measure } from './measure';

const SIZES = { small: 10_000, medium: 100_000, large: 1_000_000 };
const READS = 300;
const PAGE = 50;

/** The last fifty messages of a room, however long it has been talked in. */
export const history: Measure = {
  name: 'history',
  async run({ times, some }) {
    const server = await startRedis('everysec');
    try {
      const { chat, person, fill } = await createBenchChat(await server.connect());
      const mary = person('mary');
      const roomOf = async (size: number): Promise<string> => {
        const { id } = await chat.create(mary, { id: v7(), name: `of ${size}`, kind: 'public' });
        await chat.post(mary, { roomId: id, id: v7(), body: 'Is the 9:40 stopping at Quarry Halt today?' });
        await fill(id, some(size));
        return id;
      };
      const reading = (roomId: string) => async () =>
        median(
          await repeat(some(READS), () => timed(() => chat.history(mary.userId, { roomId, limit: PAGE }))),
        );
      const [small, medium, large] = [
        reading(await roomOf(SIZES.small)),
        reading(await roomOf(SIZES.medium)),
        reading(await roomOf(SIZES.large)),
      ];
      await small();
      const figures = await alternate(times, { small, medium, large });
      const beside = { theirs: figures.small, against: 'of 10,000' };
      return [
        ratioRow(
          { name: 'last 50 of 100,000', unit: 'ms' },
          { ours: figures.medium, ...beside },
          { atMost: 1.5 },
        ),
        ratioRow(
          { name: 'last 50 of 1,000,000', unit: 'ms' },
          { ours: figures.large, ...beside },
          { atMost: 1.5 },
        ),
      ];
    } finally {
      await server.stop();
    }
  },
};
