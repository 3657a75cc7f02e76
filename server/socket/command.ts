import type { CommandData, CommandInput, CommandName } from '#contract/events';
import { Refusal } from '#contract/error-codes';
import type { Person, Principal, Right } from '#domain/accounts/right';
import type { Services } from '#server/services';
import type { IoSocket } from './io';

/** What a command may use: the services, who is asking, and the asker's socket. */
export interface Caller {
  services: Services;
  principal: Principal;
  socket: IoSocket;
  /** Lets the socket hear the rooms that its person is in by now. */
  reseat(): Promise<void>;
}

/** The right a command needs, and the one call it makes. */
export interface Command<N extends CommandName> {
  right: Right;
  run: (caller: Caller, input: CommandInput<N>) => Promise<CommandData[N]>;
}

export type Commands<N extends CommandName = CommandName> = { [K in N]: Command<K> };

/** @throws Refusal `forbidden` for devices, programs and visitors */
export function demandPerson({ principal }: Caller): Person {
  if (principal.kind === 'person') return principal;
  throw new Refusal('forbidden', 'Only a person can do this');
}
