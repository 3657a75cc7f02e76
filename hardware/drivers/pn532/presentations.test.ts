import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPresentations } from './presentations';
import type { Sighting } from './sighting';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nothing: Sighting = { what: 'nothing' };
const random: Sighting = { what: 'random' };
const several: Sighting = { what: 'several' };
const blue: Sighting = { what: 'card', uid: '04A1B2C3D4E5F6' };
const red: Sighting = { what: 'card', uid: 'A1B2C3D4' };

function presentations() {
  const { see, ...reader } = createPresentations();
  const happened: string[] = [];
  reader.onCard((cardId) => happened.push(`card ${cardId}`));
  reader.onGone((cardId) => happened.push(`gone ${cardId}`));
  reader.onUnread((why) => happened.push(why));
  /** The same at every look, for so long. */
  const seeFor = (ms: number, sighting: Sighting) => {
    for (let passed = 0; passed < ms; passed += 100) {
      see(sighting);
      vi.advanceTimersByTime(100);
    }
  };
  return { see, seeFor, happened };
}

test('a card is presented once, however long it stays', () => {
  const { seeFor, happened } = presentations();
  seeFor(10_000, blue);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6']);
});

test('a card that is back after 1.4 s never was away', () => {
  const { seeFor, happened } = presentations();
  seeFor(100, blue);
  seeFor(1400, nothing);
  seeFor(100, blue);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6']);
});

test('a card that was not seen for 1.5 s is gone, and comes anew', () => {
  const { see, seeFor, happened } = presentations();
  seeFor(100, blue);
  seeFor(1400, nothing);
  expect(happened).toHaveLength(1);
  see(nothing);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6', 'gone 04A1B2C3D4E5F6']);
  see(blue);
  expect(happened).toHaveLength(3);
});

test('another card ends the presentation at once', () => {
  const { see, happened } = presentations();
  see(blue);
  see(red);
  see(blue);
  expect(happened).toEqual([
    'card 04A1B2C3D4E5F6',
    'gone 04A1B2C3D4E5F6',
    'card A1B2C3D4',
    'gone A1B2C3D4',
    'card 04A1B2C3D4E5F6',
  ]);
});

test('a random id is told once for as long as one is there, and is no card that goes', () => {
  const { seeFor, happened } = presentations();
  seeFor(1000, random);
  seeFor(1600, nothing);
  seeFor(100, random);
  expect(happened).toEqual(['random', 'random']);
});

test('a random id takes the place of a card', () => {
  const { see, happened } = presentations();
  see(red);
  see(random);
  see(red);
  expect(happened).toEqual(['card A1B2C3D4', 'gone A1B2C3D4', 'random', 'card A1B2C3D4']);
});

test('several cards are told once, and again when they had been away', () => {
  const { seeFor, happened } = presentations();
  seeFor(3000, several);
  seeFor(1600, nothing);
  seeFor(100, several);
  expect(happened).toEqual(['several', 'several']);
});

test('a card that is joined by another is still presented', () => {
  const { seeFor, happened } = presentations();
  seeFor(100, blue);
  seeFor(4000, several);
  seeFor(100, blue);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6', 'several']);
});

test('a time in which nobody looked proves nothing', () => {
  const { see, seeFor, happened } = presentations();
  see(blue);
  see(several);
  vi.advanceTimersByTime(60_000);
  see(nothing);
  vi.advanceTimersByTime(100);
  see(several);
  see(blue);
  expect(happened).toEqual(['card 04A1B2C3D4E5F6', 'several']);
  vi.advanceTimersByTime(60_000);
  seeFor(1600, nothing);
  expect(happened.at(-1)).toBe('gone 04A1B2C3D4E5F6');
});
