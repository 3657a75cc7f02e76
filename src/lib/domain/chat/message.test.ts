import { expect, test } from 'vitest';
import { mentions, present, type PostedMessage } from './message';

const posted: PostedMessage = {
  roomId: 'r',
  seq: 3,
  rev: 3,
  id: 'm',
  from: { id: 'u', name: 'mary' },
  body: 'The 9:40 is late',
  at: '2026-05-01T08:00:00.000Z',
};

test('a message is as it was posted while nothing lies over it', () => {
  expect(present(posted, null)).toEqual(posted);
});

test('an edited message has the new body, its time and the newer rev', () => {
  const overlay = { rev: 9, body: 'The 9:50 is late', editedAt: '2026-05-01T08:01:00.000Z' };
  expect(present(posted, overlay)).toEqual({ ...posted, ...overlay });
});

test('a reaction leaves the body as it was', () => {
  const reactions = { '👍': ['u'] };
  expect(present(posted, { rev: 4, reactions })).toEqual({ ...posted, rev: 4, reactions });
});

test('a deleted message has no body, whatever it was edited to before', () => {
  expect(present(posted, { rev: 5, body: 'oh no', deleted: true })).toMatchObject({
    body: '',
    deleted: true,
  });
});

test.each([
  ['@mary', 'mary'],
  ['thanks @Mary!', 'mary'],
  ['(@mary)', 'Mary'],
  ['@maryanne and @mary', 'mary'],
  ['@mary-jane', 'mary'],
  ['@ＭＡＲＹ look', 'mary'],
  ['😀@mary😀', 'mary'],
  ['@Mary   Ann, please', 'mary ann'],
  ['@Straße', 'STRASSE'],
  ['@joe!', 'joe!'],
])('%j calls %j', (body, name) => {
  expect(mentions(body, name)).toBe(true);
});

test.each([
  ['mary', 'mary'],
  ['@maryanne', 'mary'],
  ['@mary_2', 'mary'],
  ['sue@mary', 'mary'],
  ['@mary𠮷', 'mary'],
  ['𠮷@mary', 'mary'],
  ['@ mary', 'mary'],
  ['@', ''],
  ['', 'mary'],
])('%j does not call %j', (body, name) => {
  expect(mentions(body, name)).toBe(false);
});

test.each([
  ['marks', '\u0301\u0323'],
  ['voicing of half width', '\u0301\uFF9E'],
])('a hundred messages with heaps of %s are soon looked through', (_, unit) => {
  const body = `@mary ${unit.repeat(1_997)}`;
  const began = performance.now();
  for (let n = 0; n < 100; n++) expect(mentions(body, 'mary')).toBe(true);
  expect(performance.now() - began).toBeLessThan(500);
});
