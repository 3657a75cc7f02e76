import type { ServerToClientEvents } from '#contract/events';
import type { LoggedEvent } from '#domain/transit/event';

/** Everybody who watches the monitor on this instance. Tagged like the transit keys whose events it carries. */
export const MONITOR_ROOM = '{t}:monitor';

/** Under which name sockets hear of an event. */
export const eventName = ({ type }: LoggedEvent): keyof ServerToClientEvents =>
  type === 'sale' ? 'pass:issued' : 'tap:decided';
