import { expect, test } from 'vitest';
import { listIn, numbersIn } from './query';

const query = (text: string) => new URLSearchParams(text);

test('numbers that are given are read, others left out', () => {
  expect(numbersIn(query('before=7&limit=0&other=3'), ['before', 'after', 'limit'])).toEqual({
    before: 7,
    limit: 0,
  });
});

test.each(['', ' ', '-1', '1.5', '1e3', '0x10', 'seven', '99999999999999999'])('%j is no number', (text) => {
  expect(numbersIn(query(`limit=${encodeURIComponent(text)}`), ['limit'])).toEqual({ limit: NaN });
});

test('a list may be empty, or not given', () => {
  expect(listIn(query('ids=a,b,,c'), 'ids')).toEqual(['a', 'b', 'c']);
  expect(listIn(query('ids='), 'ids')).toEqual([]);
  expect(listIn(query(''), 'ids')).toBeUndefined();
});
