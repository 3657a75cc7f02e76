import { describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime';
import { comingWords, dayWords, momentWords, roomHref } from './words';

overwriteGetLocale(() => 'en');

const now = Date.UTC(2026, 10, 21, 12);

describe('a day is called', () => {
  test.each([
    ['2026-11-21', 'Today'],
    ['2026-11-20', 'Yesterday'],
    ['2026-11-14', 'Saturday, November 14'],
    ['2025-12-31', 'Wednesday, December 31 2025'],
  ])('%s: %s', (day, words) => {
    expect(dayWords(day, 'UTC', now)).toBe(words);
  });

  test('by where the reader is', () => {
    expect(dayWords('2026-11-22', 'Pacific/Auckland', now)).toBe('Today');
  });
});

test('a moment is told as briefly as it is still clear', () => {
  expect(momentWords('2026-11-21T08:05:00Z', 'UTC', now)).toBe('08:05');
  expect(momentWords('2026-11-18T08:05:00Z', 'UTC', now)).toBe('Wed');
  expect(momentWords('2026-11-02T08:05:00Z', 'UTC', now)).toBe('11/2/26');
});

test('comings and goings name one and count the others', () => {
  expect(comingWords([], 'came')).toBe('');
  expect(comingWords(['mary'], 'came')).toBe('mary came');
  expect(comingWords(['mary', 'joe'], 'left')).toBe('mary and 1 other left');
  expect(comingWords(['mary', 'joe', 'alex', 'pablo'], 'came')).toBe('mary and 3 others came');
});

test('a direct room’s address has no bare colon', () => {
  expect(roomHref('a:b')).toBe('/chat/a%3Ab');
});
