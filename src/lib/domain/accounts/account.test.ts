import { describe, expect, test } from 'vitest';
import { byName, foldName, nameFault } from './account';

describe('a name', () => {
  test.each(['pablo', 'Zoë', '田中', 'ß', '👩‍👩‍👧 & co', '<img src=x onerror=alert(1)>'])('may be %j', (name) => {
    expect(nameFault(name)).toBeNull();
  });

  test.each([
    ['', 'empty'],
    [' \t\n', 'empty'],
    ['\u00AD\u2060', 'empty'],
    ['x'.repeat(41), 'too_long'],
    ['👩'.repeat(41), 'too_long'],
    ['pab\u0007lo', 'unprintable'],
    ['pablo\u200B', 'unprintable'],
    ['\u202Eolbap', 'unprintable'],
    ['pablo\u2800', 'unprintable'],
    ['\u2800', 'unprintable'],
    ['pablo\uFFF9', 'unprintable'],
  ])('cannot be %j: %s', (name, fault) => {
    expect(nameFault(name)).toBe(fault);
  });

  test.each([
    ['pablo', ' PABLO '],
    ['pablo', 'ｐａｂｌｏ'],
    ['pablo', 'pab\u00ADlo'],
    ['pablo', 'pab\uFE0Flo'],
    ['straße', 'STRASSE'],
    ['joe  b', 'joe b'],
    ['Zoe\u0308', 'zoë'],
  ])('%j is the same as %j', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  test.each([
    ['pablo', 'pablo2'],
    ['mary', 'marie'],
  ])('%j is another than %j', (one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });
});

test('lists by name are in the order in which people look', () => {
  const names = ['Östersund', 'bus 10', 'Zoë', 'Bus 9', 'ferry', 'Bar'];
  const named = names.map((name) => ({ id: 'x', name }));
  expect(named.sort(byName).map(({ name }) => name)).toEqual([
    'Bar',
    'Bus 9',
    'bus 10',
    'ferry',
    'Östersund',
    'Zoë',
  ]);
  const twins = ['b', 'a'].map((id) => ({ id, name: 'Ferry' }));
  expect(twins.sort(byName).map(({ id }) => id)).toEqual(['a', 'b']);
});
