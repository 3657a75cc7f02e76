import { v7 } from 'uuid';
import { inFlight, atRate, timed } from '../measure/pace';
import { newCardId } from '../kit/gate';
import { openLine, request } from '../kit/line';
import { startTapline } from '../kit/tapline';
import { repeat } from '../measure/alternate';
import { quantile } from '../measure/statistics';
import { figureRow } from '../report/row';
import type { Measure } from './measure';

const PER_SECOND = 200;
const SECONDS = 5;
const TRIPS = 10;

/** From a page's emit to the decision it gets, at 200 taps a second, each on disk before it is answered. */
export const tapSocket: Measure = {
  name: 'tap-socket',
  async run({ times, some }) {
    const tapline = await startTapline('always');
    try {
      const socket = await openLine(tapline.origin);
      const seconds = some(SECONDS * 10) / 10;
      const count = PER_SECOND * seconds;
      const figures = await repeat(times, async () => {
        const cardIds = Array.from({ length: Math.ceil(count / TRIPS) }, newCardId);
        await inFlight(16, cardIds.length, (index) =>
          request(socket, 'sale:complete', {
            saleId: v7(),
            cardId: cardIds[index] ?? '',
            product: 'TEN_TRIP',
            payment: 'cash',
          }),
        );
        const taps: Promise<number>[] = [];
        await atRate(PER_SECOND, seconds, () => {
          const cardId = cardIds[taps.length % cardIds.length] ?? '';
          taps.push(timed(() => request(socket, 'tap:present', { tapId: v7(), cardId })));
        });
        return quantile(await Promise.all(taps), 0.99);
      });
      socket.disconnect();
      return [figureRow({ name: 'tap over the socket, 200/s, p99', unit: 'ms' }, figures, { atMost: 25 })];
    } finally {
      await tapline.stop();
    }
  },
};
