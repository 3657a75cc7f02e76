import { foldName } from '../accounts/account';

/** Who wrote a message, as they were called then. */
export interface Sender {
  id: string;
  name: string;
  guest?: boolean;
}

/** What was posted. It never changes; what happens to it later lies over it. `at`: ISO 8601 UTC. */
export interface PostedMessage {
  roomId: string;
  /** Its place in the room, from 1, without gaps. */
  seq: number;
  /** The room's change that brought it to its present state: the posting, or what happened to it last. */
  rev: number;
  /** The id its writer gave it. */
  id: string;
  from: Sender;
  body: string;
  at: string;
  /** The seq of the message it answers. */
  replyTo?: number;
}

/** What happened to a message after it was posted. */
export interface Overlay {
  rev: number;
  body?: string;
  editedAt?: string;
  deleted?: boolean;
  /** Per emoji, who set it. */
  reactions?: Record<string, string[]>;
}

/** A message in its present state. A deleted one has an empty body. */
export type Message = PostedMessage & Omit<Overlay, 'rev' | 'body'>;

/** In UTF-16 code units, as browsers count in a text field. */
export const BODY_LENGTH = 4_000;

/** A message as it is now. */
export function present(posted: PostedMessage, overlay: Overlay | null): Message {
  if (!overlay) return posted;
  const { body = posted.body, ...rest } = overlay;
  return { ...posted, ...rest, body: overlay.deleted ? '' : body };
}

/** Whether a message calls somebody by name: "@mary", and not "@maryanne" or "sue@mary". */
export function mentions(body: string, name: string): boolean {
  const folded = foldName(name);
  if (folded === '') return false;
  const called = `@${folded}`;
  const text = foldName(withoutHeaps(body));
  for (let at = text.indexOf(called); at !== -1; at = text.indexOf(called, at + 1)) {
    const end = at + called.length;
    // A character may take two code units.
    if (
      !ENDS_IN_WORD.test(text.slice(Math.max(at - 2, 0), at)) &&
      !BEGINS_WORD.test(text.slice(end, end + 2))
    )
      return true;
  }
  return false;
}

/**
 * A body without heaps of marks on one letter: normalizing takes the square of the time for them, and whoever has such
 * a message unread would keep everybody waiting.
 */
const withoutHeaps = (body: string): string => body.replace(HEAP, '$1');

/** More than any script has: marks, what becomes one (voicing of half width), and what is taken out from between them. */
const HEAP =
  /([\p{M}\p{Default_Ignorable_Code_Point}\uFF9E\uFF9F]{8})[\p{M}\p{Default_Ignorable_Code_Point}\uFF9E\uFF9F]+/gu;

const BEGINS_WORD = /^[\p{L}\p{M}\p{N}_]/u;
const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}_]$/u;
