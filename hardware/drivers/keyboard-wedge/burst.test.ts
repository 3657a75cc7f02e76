import { expect, test } from 'vitest';
import { createBurst, type WedgeKey } from './burst';

/** Takes every run, and says which. */
function typing() {
  const runs: string[] = [];
  const burst = createBurst((typed) => runs.push(typed) > 0);
  let now = 1000;
  const type = (keys: (string | Partial<WedgeKey>)[], gap = 4) => {
    for (const key of keys) {
      now += gap;
      burst.press({ ...idle, timeStamp: now, ...(typeof key === 'string' ? { key } : key) });
    }
  };
  return { runs, type };
}

const idle: WedgeKey = {
  key: '',
  code: '',
  timeStamp: 0,
  target: null,
  repeat: false,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  preventDefault: () => undefined,
  stopImmediatePropagation: () => undefined,
};

test('keys 49 ms apart are one run, 50 ms apart they are none', () => {
  const { runs, type } = typing();
  type([...'A1B2', 'Enter'], 49);
  type([...'A1B2', 'Enter'], 50);
  expect(runs).toEqual(['A1B2']);
});

test('after a pause a new run begins', () => {
  const { runs, type } = typing();
  type([...'A1B2']);
  type(['C'], 50);
  type([...'3D4', 'Enter']);
  expect(runs).toEqual(['C3D4']);
});

test.each([
  ['a held key', { key: '3', repeat: true }],
  ['Control', { key: '3', ctrlKey: true }],
  ['Alt', { key: '3', altKey: true }],
  ['Meta', { key: '3', metaKey: true }],
  ['a key that writes nothing', { key: 'Backspace', code: 'Backspace' }],
])('%s ends the run', (_, key: Partial<WedgeKey>) => {
  const { runs, type } = typing();
  type([...'A1B2', key, ...'C3', 'Enter']);
  expect(runs).toEqual(['C3']);
});

test('an Enter that is part of a shortcut, or held, ends nothing', () => {
  const { runs, type } = typing();
  type([...'A1B2', { key: 'Enter', ctrlKey: true }, { key: 'Enter', repeat: true }, 'Enter']);
  expect(runs).toEqual([]);
});

const french: Readonly<Record<string, string>> = { 0: 'à', 1: '&', 2: 'é', 9: 'ç', A: 'q' };

/** The key of an American keyboard that writes the character, on a page whose layout writes something else with it. */
const key = (character: string, writes: string): Partial<WedgeKey> => ({
  key: writes,
  code: /\d/.test(character) ? `Digit${character}` : `Key${character}`,
});

test.each<[string, Partial<WedgeKey>[]]>([
  ['French', [...'A10D92'].map((one) => key(one, french[one] ?? one.toLowerCase()))],
  ['German', [...'A10D92'].map((one) => key(one, one))],
  ['Dvorak', [...'A10D92'].map((one) => key(one, one === 'D' ? 'e' : one))],
  ['Russian', [...'A10D92'].map((one) => key(one, { A: 'ф', D: 'в' }[one] ?? one))],
  ['a Chinese input method', [...'A10D92'].map((one) => key(one, 'Process'))],
  [
    'a number pad without NumLock',
    [
      ...[key('A', 'a'), { key: 'End', code: 'Numpad1' }, { key: 'Insert', code: 'Numpad0' }, key('D', 'd')],
      ...[
        { key: 'PageUp', code: 'Numpad9' },
        { key: 'ArrowDown', code: 'Numpad2' },
      ],
    ],
  ],
])('%s: a reader’s keys count by where they are', (_, keys) => {
  const { runs, type } = typing();
  type([...keys, 'Enter']);
  expect(runs).toEqual(['A10D92']);
});

test('a reader that is made for France types its digits with Shift, and A where Q is elsewhere', () => {
  const { runs, type } = typing();
  const shifted = [...'1234'].map((digit) => ({ ...key(digit, digit), shiftKey: true }));
  type([{ key: 'A', code: 'KeyQ', shiftKey: true }, ...shifted, 'Enter']);
  expect(runs).toEqual(['A1234']);
});

test('a digit’s key with Shift is no digit where it writes something else', () => {
  const { runs, type } = typing();
  type([...[...'1234'].map((digit) => ({ ...key(digit, '!'), shiftKey: true })), 'Enter']);
  expect(runs).toEqual(['!!!!']);
});
