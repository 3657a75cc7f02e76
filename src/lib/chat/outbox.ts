import type { Message } from '#contract/chat';
import type { ErrorCode } from '#contract/error-codes';

/** A message that its writer sees and the server, as far as we know, has not stored. */
export interface Unsent {
  /** UUIDv7: the order of ids is the order of writing. */
  id: string;
  roomId: string;
  body: string;
  /** When it was written, by this device's clock. ISO 8601 UTC. */
  at: string;
  /** Why the server refused it; it then waits for its writer. */
  failed?: ErrorCode;
}

/** With one more, or a changed one, in the order of writing. */
export const put = (unsent: readonly Unsent[], one: Unsent): Unsent[] =>
  [...without(unsent, one.id), one].sort((a, b) => (a.id < b.id ? -1 : 1));

export const without = (unsent: readonly Unsent[], id: string): Unsent[] =>
  unsent.filter((each) => each.id !== id);

/** Which ones the server has stored after all: it tells their sender's id, and the id they were given here. */
export const settledBy = (unsent: readonly Unsent[], stored: readonly Message[], userId: string): Unsent[] =>
  unsent.filter(({ id, roomId }) =>
    stored.some((each) => each.id === id && each.roomId === roomId && each.from.id === userId),
  );

/** What a room waits to send next. One that was refused holds nothing up. */
export const nextOf = (unsent: readonly Unsent[], roomId: string): Unsent | undefined =>
  unsent.find((each) => each.roomId === roomId && !each.failed);

/** The message to try again. Where the server will never take this id, it gets a new one. */
export function again({ failed, ...message }: Unsent, newId: () => string): Unsent {
  const spent = failed === 'conflict' || failed === 'stale_id';
  return spent ? { ...message, id: newId() } : message;
}
