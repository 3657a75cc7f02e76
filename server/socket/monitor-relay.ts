import type { LoggedEvent } from '#domain/transit/event';

/** Under which name sockets hear of an event. */
export const eventName = ({ type }: LoggedEvent): 'pass:issued' | 'tap:decided' =>
  type === 'sale' ? 'pass:issued' : 'tap:decided';
