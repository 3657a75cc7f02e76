import type { CommandData, CommandInput, CommandName } from '#contract/events';
import { deviceOf, type Principal, type Right } from '#domain/accounts/right';
import type { Services } from '#server/services';
import { MONITOR_ROOM } from './relay';

/** What a command may use: the services, who is asking, and the socket's rooms. */
export interface Caller {
  services: Services;
  principal: Principal;
  join: (room: string) => Promise<void> | void;
}

/** The right a command needs, and the one call it makes. */
export interface Command<N extends CommandName> {
  right: Right;
  run: (caller: Caller, input: CommandInput<N>) => Promise<CommandData[N]>;
}

export const commands: { [N in CommandName]: Command<N> } = {
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
    run: async ({ services, join }, { cursor }) => {
      // Joined first: what happens while the page is read arrives twice rather than never.
      await join(MONITOR_ROOM);
      return services.watchMonitor(cursor);
    },
  },
};
