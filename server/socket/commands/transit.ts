import { deviceOf } from '#domain/accounts/right';
import type { Commands } from '../command';
import { tags } from '../io';

export const transitCommands: Commands<'tap:present' | 'card:lookup' | 'sale:complete' | 'monitor:watch'> = {
  'tap:present': {
    right: 'tap',
    run: ({ services, principal }, tap) => services.tapCard({ ...tap, gateId: deviceOf(principal) }),
  },
  'card:lookup': {
    right: 'lookup',
    run: ({ services }, { cardId }) => services.lookUpCard(cardId),
  },
  'sale:complete': {
    right: 'sell',
    run: ({ services, principal }, sale) => services.sellPass({ ...sale, deviceId: deviceOf(principal) }),
  },
  'monitor:watch': {
    right: 'monitor',
    run: async ({ services, socket }, { cursor }) => {
      // Joined first: what happens while the page is read arrives twice rather than never.
      await socket.join(tags.monitor);
      return services.watchMonitor(cursor);
    },
  },
};
