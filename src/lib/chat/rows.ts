import type { Message } from '#contract/chat';
import type { ErrorCode } from '#contract/error-codes';
import type { Sender } from '#domain/chat/message';
import { dateFormat } from '$lib/i18n/format';
import type { Unsent } from './outbox';

export type Status = 'pending' | 'stored' | 'failed';

/** A message as it stands on the screen, stored or on its way. */
export interface Line {
  /** Unlike its id unique in the room, and the same before and after it is stored. */
  key: string;
  id: string;
  /** Null until it is stored. */
  seq: number | null;
  status: Status;
  failed?: ErrorCode;
  from: Sender;
  own: boolean;
  body: string;
  deleted: boolean;
  at: string;
  /** The day that begins with this message, `YYYY-MM-DD` where the reader is. */
  day?: string;
  /** Whether it begins a group: another sender, or a while later. */
  leads: boolean;
}

const GROUP_MS = 5 * 60_000;

/** What stands on the screen, the oldest first: what is stored, then what is on its way. */
export function rowsOf(
  messages: readonly Message[],
  unsent: readonly Unsent[],
  me: Sender | null,
  timeZone: string,
): Line[] {
  const lines = [
    ...messages.map((message) => storedLine(message, me)),
    ...(me ? unsent.map((message) => unsentLine(message, me)) : []),
  ];
  const dayOf = dayFormat(timeZone);
  const taken = new Set<string>();
  let before: (Line & { date: string }) | undefined;
  return lines.map((line) => {
    const date = dayOf(line.at);
    const newDay = date !== before?.date;
    const leads = newDay || !before || !belongTogether(before, line);
    const key = taken.has(line.id) ? `${line.id} ${line.seq}` : line.id;
    taken.add(key);
    const row: Line = { ...line, key, leads, ...(newDay && { day: date }) };
    before = { ...row, date };
    return row;
  });
}

function storedLine(message: Message, me: Sender | null): Line {
  const { id, seq, from, body, at, deleted = false } = message;
  return {
    key: id,
    id,
    seq,
    status: 'stored',
    from,
    own: from.id === me?.id,
    body,
    deleted,
    at,
    leads: false,
  };
}

function unsentLine({ id, body, at, failed }: Unsent, me: Sender): Line {
  const status = failed ? 'failed' : 'pending';
  const fault = failed && { failed };
  return {
    key: id,
    id,
    seq: null,
    status,
    ...fault,
    from: me,
    own: true,
    body,
    deleted: false,
    at,
    leads: false,
  };
}

/** The device's clock may be off, so what is on its way always joins on to one's own. */
function belongTogether(one: Line, next: Line): boolean {
  const apart = Date.parse(next.at) - Date.parse(one.at);
  return one.from.id === next.from.id && one.from.name === next.from.name && apart < GROUP_MS;
}

/** A function from a time to its day where the reader is. */
export function dayFormat(timeZone: string): (at: string | number) => string {
  const format = dateFormat({ timeZone, dateStyle: 'short' }, 'en-CA');
  return (at) => format.format(new Date(at));
}

/** The next rows with those that have not changed as they were, so that only what is new is drawn. */
export function keepSame(before: readonly Line[], next: readonly Line[]): Line[] {
  const known = new Map(before.map((row) => [row.key, row]));
  return next.map((row) => {
    const same = known.get(row.key);
    return same && isSame(same, row) ? same : row;
  });
}

const isSame = (one: Line, other: Line): boolean =>
  one.seq === other.seq &&
  one.status === other.status &&
  one.failed === other.failed &&
  one.body === other.body &&
  one.deleted === other.deleted &&
  one.at === other.at &&
  one.day === other.day &&
  one.leads === other.leads &&
  one.own === other.own &&
  one.from.name === other.from.name;
