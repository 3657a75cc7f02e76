import { expect, test } from 'vitest';
import { directRoomId, GENERAL, partnerOf, peopleOfDirect } from './room';

test('a direct room is the same whoever asks, and knows its two people', () => {
  expect(directRoomId('b', 'a')).toBe('a:b');
  expect(directRoomId('a', 'b')).toBe('a:b');
  expect(peopleOfDirect('a:b')).toEqual(['a', 'b']);
  expect(partnerOf('a:b', 'a')).toBe('b');
  expect(partnerOf('a:b', 'b')).toBe('a');
});

test('other rooms are nobody’s own', () => {
  expect(peopleOfDirect(GENERAL)).toBeNull();
  expect(partnerOf(GENERAL, 'a')).toBeNull();
});
