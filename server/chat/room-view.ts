import type { RoomView } from '#contract/chat';
import { mentions } from '#domain/chat/message';
import { partnerOf, peopleOfDirect } from '#domain/chat/room';
import type { Reader } from './chat';
import type { Names } from './names';
import type { SeenRoom } from './room-store';

/** The seq up to which a room counts as read by who never read there: a direct one from its start, others from now. */
export const readAtFirst = (roomId: string): number | null => (peopleOfDirect(roomId) ? 0 : null);

/**
 * A room as `reader` is shown it. `read`: the seq up to which they have read, null for all of it. A direct room bears
 * the other's name, an empty one if nobody is called that way any more.
 */
export function roomView(seen: SeenRoom, reader: Reader, read: number | null, names: Names): RoomView {
  const { id, kind, inside, seq, rev, members, newest } = seen;
  const known = inside ? Math.min(read ?? seq, seq) : seq;
  const partner = reader !== null && kind === 'direct' ? partnerOf(id, reader) : null;
  const last = newest[0];
  return {
    id,
    name: partner === null ? seen.name : (names.get(partner) ?? ''),
    kind,
    unread: seq - known,
    mentions: reader === null ? 0 : countMentions(seen, known, reader, names.get(reader)),
    read: known,
    seq,
    rev,
    ...(last && { last }),
    ...(kind !== 'public' && { members }),
  };
}

const countMentions = ({ newest }: SeenRoom, read: number, reader: string, name = ''): number =>
  newest.filter(({ seq, from, body }) => seq > read && from.id !== reader && mentions(body, name)).length;
