import { describe, expect, test } from 'vitest';
import { GENERAL } from '#domain/chat/room';
import { joe, mary, message } from './people.testing';
import { keepSame, rowsOf } from './rows';

const me = { id: mary.id, name: mary.name };
const unsent = (id: string, at: string) => ({ id, roomId: GENERAL, body: 'hello', at });

describe('rows', () => {
  test('a group is one sender within five minutes', () => {
    const [first, second, other, late] = rowsOf(
      [1, 2, 3, 20].map((minute, n) => message(minute, { seq: n + 1, ...(n === 2 && { from: me }) })),
      [],
      me,
      'UTC',
    );
    expect([first?.leads, second?.leads, other?.leads, late?.leads]).toEqual([true, false, true, true]);
    expect([first?.own, other?.own]).toEqual([false, true]);
  });

  test('a group ends after five minutes of silence, and with a new name', () => {
    const at = (minute: number) => message(minute).at;
    const renamed = { id: joe.id, name: 'Joe B.' };
    const rows = rowsOf(
      [
        message(1, { at: at(1) }),
        message(2, { at: at(5) }),
        message(3, { at: at(10) }),
        message(4, { at: at(10), from: renamed }),
      ],
      [],
      me,
      'UTC',
    );
    expect(rows.map(({ leads }) => leads)).toEqual([true, false, true, true]);
  });

  test('a day begins where the reader is', () => {
    const messages = ['2026-11-20T22:30:00Z', '2026-11-20T23:30:00Z'].map((at, n) => message(n + 1, { at }));
    const days = (timeZone: string) => rowsOf(messages, [], me, timeZone).map(({ day }) => day);
    expect(days('UTC')).toEqual(['2026-11-20', undefined]);
    expect(days('Europe/Berlin')).toEqual(['2026-11-20', '2026-11-21']);
  });

  test('what is on its way comes last, as one’s own', () => {
    const at = message(1).at;
    const rows = rowsOf(
      [message(1)],
      [unsent('a', at), { ...unsent('b', at), failed: 'forbidden' }],
      me,
      'UTC',
    );
    expect(rows.map(({ status }) => status)).toEqual(['stored', 'pending', 'failed']);
    expect(rows[1]).toMatchObject({ seq: null, own: true, from: me });
  });

  test('a key is the same before and after it is stored, and no two are alike', () => {
    const [waiting] = rowsOf([], [unsent('id-7', message(7).at)], me, 'UTC');
    const [stored] = rowsOf([message(7, { from: me })], [], me, 'UTC');
    expect(stored?.key).toBe(waiting?.key);
    const twice = rowsOf([message(1, { id: 'same' }), message(2, { id: 'same' })], [], joe, 'UTC');
    expect(new Set(twice.map(({ key }) => key)).size).toBe(2);
  });
});

test('rows that have not changed stay the same objects', () => {
  const before = rowsOf([message(1)], [unsent('a', message(2).at)], me, 'UTC');
  const next = rowsOf([message(1), message(2, { id: 'a', from: me, body: 'hello' })], [], me, 'UTC');
  const kept = keepSame(before, next);
  expect(kept[0]).toBe(before[0]);
  expect(kept[1]).toBe(next[1]);
  expect(kept).toEqual(next);
});
