import type { HistoryPage, Message, RoomChanges } from '#contract/chat';

/** What a page knows of a room: one unbroken stretch of its messages, up to the newest one it has heard of. */
export interface Timeline {
  /** Ascending by seq. */
  messages: readonly Message[];
  /** Every change of the room up to this one is known. */
  rev: number;
  /** Changes that were heard out of turn: between `rev` and them something is missing. Ascending. */
  ahead: readonly number[];
  /** Whether the room has older messages than these. */
  more: boolean;
}

export const fromPage = ({ messages, rev, more }: HistoryPage): Timeline => ({
  messages,
  rev,
  ahead: [],
  more,
});

/** After messages were heard live. Repeated and outdated ones change nothing. */
export function heard(timeline: Timeline, live: readonly Message[]): Timeline {
  const news = live.filter(({ rev }) => rev > timeline.rev && !timeline.ahead.includes(rev));
  if (news.length === 0) return timeline;
  return {
    ...timeline,
    ...joinOn(timeline.rev, [...timeline.ahead, ...news.map(({ rev }) => rev)]),
    messages: merge(timeline.messages, news.filter(isOfStretch(timeline))),
  };
}

/** After the answer to `room:resume`. */
export function caughtUp(timeline: Timeline, changes: RoomChanges): Timeline {
  if (changes.reset) return startAnew(timeline, changes);
  return {
    ...timeline,
    ...joinOn(Math.max(timeline.rev, changes.rev), timeline.ahead),
    messages: merge(timeline.messages, changes.messages.filter(isOfStretch(timeline))),
  };
}

/** After an older page; a page that does not join on, having been asked before a reset, is dropped. */
export function withOlder(timeline: Timeline, page: HistoryPage): Timeline {
  const last = page.messages.at(-1);
  if (last && last.seq < oldestSeq(timeline) - 1) return timeline;
  return { ...timeline, messages: merge(timeline.messages, page.messages), more: page.more };
}

/** Only the newest messages; the others are to be asked for again. */
export const newestOf = (timeline: Timeline, count: number): Timeline =>
  timeline.messages.length <= count
    ? timeline
    : { ...timeline, messages: timeline.messages.slice(-count), more: true };

/** Whether something is missing, as far as this page has heard. */
export const hasHole = ({ ahead }: Timeline): boolean => ahead.length > 0;

/** The seq of the oldest message there is here; Infinity where there is none. */
export const oldestSeq = ({ messages }: Timeline): number => messages[0]?.seq ?? Infinity;

/** The cursor was of no use: what is kept is only what was heard after the answer was made. */
function startAnew(timeline: Timeline, { messages, rev }: RoomChanges): Timeline {
  // A room that has gone back, to a backup say, knows nothing of what was heard.
  const wentBack = rev < timeline.rev;
  const later = wentBack ? [] : timeline.messages.filter((message) => message.rev > rev);
  return {
    ...joinOn(rev, wentBack ? [] : timeline.ahead),
    messages: merge(messages, later),
    more: (messages[0]?.seq ?? 1) > 1,
  };
}

/** How far the changes go without a hole, and which ones lie beyond it. */
function joinOn(from: number, heardOf: readonly number[]): Pick<Timeline, 'rev' | 'ahead'> {
  let rev = from;
  const ahead: number[] = [];
  for (const next of heardOf.toSorted((a, b) => a - b)) {
    if (next === rev + 1) rev = next;
    else if (next > rev) ahead.push(next);
  }
  return { rev, ahead };
}

/** A change of a message above the stretch is for the page that will bring it. */
const isOfStretch =
  (timeline: Timeline) =>
  ({ seq }: Message): boolean =>
    !timeline.more || seq >= oldestSeq(timeline);

/** Both, by seq; of one message the later state. */
function merge(some: readonly Message[], others: readonly Message[]): Message[] {
  const bySeq = new Map(some.map((message) => [message.seq, message]));
  for (const message of others) {
    const known = bySeq.get(message.seq);
    if (!known || message.rev > known.rev) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
