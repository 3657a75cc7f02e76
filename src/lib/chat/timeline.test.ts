import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryPage, Message, RoomChanges } from '#contract/chat';
import { caughtUp, fromPage, hasHole, heard, oldestSeq, withOlder, type Timeline } from './timeline';
import { runs } from '../../../tests/kit/deep';

const message = (seq: number, rev = seq, body = `m${seq}`): Message => ({
  roomId: 'room',
  seq,
  rev,
  id: `id-${seq}`,
  from: { id: 'mary', name: 'mary' },
  body,
  at: '2026-11-21T09:00:00.000Z',
});

const page = (messages: Message[], more = false): HistoryPage => ({
  messages,
  more,
  rev: Math.max(0, ...messages.map(({ rev }) => rev)),
});

const seqs = (timeline: Timeline) => timeline.messages.map(({ seq }) => seq);

describe('a timeline', () => {
  const start = fromPage(page([message(1), message(2)]));

  test('joins on what comes in turn', () => {
    const next = heard(start, [message(3), message(4)]);
    expect(next).toMatchObject({ rev: 4, ahead: [] });
    expect(seqs(next)).toEqual([1, 2, 3, 4]);
  });

  test('shows what comes out of turn, and knows that something is missing', () => {
    const holed = heard(start, [message(4)]);
    expect(holed.rev).toBe(2);
    expect(hasHole(holed)).toBe(true);
    expect(seqs(holed)).toEqual([1, 2, 4]);
    const whole = heard(holed, [message(3)]);
    expect(whole).toMatchObject({ rev: 4, ahead: [] });
    expect(seqs(whole)).toEqual([1, 2, 3, 4]);
  });

  test('stays the same object when it hears nothing new', () => {
    expect(heard(start, [message(2), message(1)])).toBe(start);
  });

  test('never goes back to an older state of a message', () => {
    const edited = heard(heard(start, [message(2, 4, 'second')]), [message(2, 3, 'first')]);
    expect(edited.messages[1]?.body).toBe('second');
    expect(edited.rev).toBe(4);
    expect(caughtUp(edited, { messages: [message(2, 3, 'first')], rev: 3 }).messages[1]?.body).toBe('second');
  });

  test('leaves a change of a message above it to the page that brings it', () => {
    const newest = fromPage(page([message(8), message(9)], true));
    const changed = heard(newest, [message(3, 10, 'edited')]);
    expect(seqs(changed)).toEqual([8, 9]);
    expect(changed.rev).toBe(10);
  });

  test('keeps what was heard while it was told to start anew', () => {
    const holed = heard(start, [message(302)]);
    const reset = caughtUp(holed, { messages: [message(300), message(301)], rev: 301, reset: true });
    expect(seqs(reset)).toEqual([300, 301, 302]);
    expect(reset).toMatchObject({ rev: 302, ahead: [], more: true });
  });

  test('forgets what a room that has gone back no longer knows', () => {
    const reset = caughtUp(start, { messages: [message(1, 1, 'other')], rev: 1, reset: true });
    expect(reset).toEqual({ messages: [message(1, 1, 'other')], rev: 1, ahead: [], more: false });
  });

  test('takes an older page that joins on, and no other', () => {
    const newest = fromPage(page([message(8), message(9)], true));
    const older = withOlder(newest, page([message(6), message(7)], true));
    expect(seqs(older)).toEqual([6, 7, 8, 9]);
    expect(oldestSeq(older)).toBe(6);
    expect(withOlder(newest, page([message(2), message(3)]))).toBe(newest);
  });
});

/** A room as the server keeps it: the state of every message after each change. */
function roomOf(commands: readonly ('post' | number)[]) {
  const changes: Message[] = [];
  const state = new Map<number, Message>();
  for (const command of commands) {
    const rev = changes.length + 1;
    const seq = command === 'post' || state.size === 0 ? state.size + 1 : (command % state.size) + 1;
    const changed = message(seq, rev, `m${seq} after ${rev}`);
    state.set(seq, changed);
    changes.push(changed);
  }
  const at = (rev: number): Message[] => {
    const then = new Map(changes.slice(0, rev).map((change) => [change.seq, change]));
    return [...then.values()].sort((a, b) => a.seq - b.seq);
  };
  const newest = (rev: number, limit: number): HistoryPage => {
    const messages = at(rev);
    return { messages: messages.slice(-limit), more: messages.length > limit, rev };
  };
  const resume = (cursor: number, rev: number, limit: number): RoomChanges => {
    const messages = at(rev).filter((each) => each.rev > cursor);
    if (messages.length <= limit) return { messages, rev };
    return { messages: newest(rev, limit).messages, rev, reset: true };
  };
  return { changes, at, newest, resume, head: changes.length };
}

const commands = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant('post' as const) }, fc.nat(50)), {
  minLength: 1,
  maxLength: 60,
});

test('frames lost, repeated and out of order, then caught up: what a fresh reader sees', () => {
  fc.assert(
    fc.property(
      commands,
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 80 }),
      (all, from, noise) => {
        const room = roomOf(all);
        const limit = 20;
        const began = from % (room.head + 1);
        let timeline = fromPage(room.newest(began, limit));
        for (const [pick, kind] of noise) {
          const rev = pick % room.head;
          if (kind % 5 === 0) {
            // An answer as old as it may be: made at any moment since the cursor it was asked with.
            const moment = timeline.rev + (pick % (room.head - timeline.rev + 1));
            timeline = caughtUp(timeline, room.resume(timeline.rev, moment, limit));
          } else if (kind % 7 === 0 && timeline.more) {
            const older = room.at(room.head).filter(({ seq }) => seq < oldestSeq(timeline));
            timeline = withOlder(timeline, {
              messages: older.slice(-limit),
              more: older.length > limit,
              rev: room.head,
            });
          } else {
            timeline = heard(timeline, room.changes.slice(rev, rev + 1 + (kind % 3)));
          }
        }
        timeline = caughtUp(timeline, room.resume(timeline.rev, room.head, limit));
        const fresh = room.at(room.head).filter(({ seq }) => seq >= Math.min(oldestSeq(timeline), room.head));
        expect(timeline.messages).toEqual(fresh);
        expect(timeline).toMatchObject({ rev: room.head, ahead: [] });
        expect(timeline.more).toBe((fresh[0]?.seq ?? 1) > 1);
      },
    ),
    { numRuns: runs(500) },
  );
});
