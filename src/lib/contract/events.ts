import type * as v from 'valibot';
import type { Decision } from '#domain/transit/tap';
import type { Result } from './result';
import {
  cardLookup,
  monitorWatch,
  saleComplete,
  tapPresent,
  type CardView,
  type IssuedPass,
  type LoggedEvent,
  type MonitorView,
} from './transit';

/** The schema of every command's payload. */
export const commandSchemas = {
  'card:lookup': cardLookup,
  'sale:complete': saleComplete,
  'tap:present': tapPresent,
  'monitor:watch': monitorWatch,
} as const;

/** What every command is answered with. */
export interface CommandData {
  'card:lookup': CardView;
  'sale:complete': IssuedPass;
  'tap:present': Decision;
  'monitor:watch': MonitorView;
}

export type CommandName = keyof typeof commandSchemas;
export type CommandPayload<N extends CommandName> = v.InferInput<(typeof commandSchemas)[N]>;
export type CommandInput<N extends CommandName> = v.InferOutput<(typeof commandSchemas)[N]>;

/** Socket.IO's map of what clients send: imperative, always acknowledged. */
export type ClientToServerEvents = {
  [N in CommandName]: (payload: CommandPayload<N>, ack: (result: Result<CommandData[N]>) => void) => void;
};

/** Socket.IO's map of what the server sends: past tense, each with its place in the log. */
export interface ServerToClientEvents {
  'tap:decided': (event: LoggedEvent) => void;
  'pass:issued': (event: LoggedEvent) => void;
}
