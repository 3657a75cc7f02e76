import { describe, expect, test } from 'vitest';
import { hueOf, initialsOf } from './initials';

describe('initials', () => {
  test.each([
    ['mary', 'M'],
    ['Mary Ann Smith', 'MS'],
    ['jean-luc', 'JL'],
    ['👩🏽‍🔧 joe', '👩🏽‍🔧J'],
    ['漢字', '漢'],
    ['  ', '?'],
    ['<img src=x>', '<S'],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

test('a hue is one of 360, and stays the same', () => {
  const hues = Array.from({ length: 200 }, (_, n) => hueOf(`0193-${n}`));
  expect(hues.every((hue) => Number.isInteger(hue) && hue >= 0 && hue <= 360)).toBe(true);
  expect(new Set(hues).size).toBeGreaterThan(100);
  expect(hueOf('0193-7')).toBe(hues[7]);
});
