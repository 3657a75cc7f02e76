import { expect, test, vi } from 'vitest';
import { openKeyboardWedge, type KeySource } from './keyboard-wedge';
import type { WedgeKey } from './keyboard-wedge/burst';
import type { WedgeFormat } from './keyboard-wedge/format';

/** A key as a test names it: what it writes, or more of the event. */
type Press = string | Partial<WedgeKey>;

/** A page's keyboard: `type` sends one keydown after the other, `gap` milliseconds apart, and says which were swallowed. */
function keyboard() {
  let listener: ((key: WedgeKey) => void) | null = null;
  let now = 1000;
  const source: KeySource = {
    addEventListener: (_, added) => void (listener = added),
    removeEventListener: (_, removed) => void (listener = listener === removed ? null : listener),
  };
  const press = (key: Partial<WedgeKey>): boolean => {
    let prevented = false;
    let stopped = false;
    listener?.({
      key: '',
      code: '',
      timeStamp: now,
      target: null,
      repeat: false,
      shiftKey: false,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      preventDefault: () => void (prevented = true),
      stopImmediatePropagation: () => void (stopped = true),
      ...key,
    });
    expect(stopped).toBe(prevented);
    return prevented;
  };
  const type = (keys: Press[], gap: number, rest: Partial<WedgeKey> = {}): boolean[] =>
    keys.map((key) => {
      now += gap;
      return press({ ...(typeof key === 'string' ? { key } : key), ...rest });
    });
  return { source, type };
}

function wedge(format?: WedgeFormat) {
  const { source, type } = keyboard();
  const reader = format ? openKeyboardWedge(source, { format }) : openKeyboardWedge(source);
  const happened: string[] = [];
  reader.onCard((cardId) => happened.push(`card ${cardId}`));
  reader.onGone((cardId) => happened.push(`gone ${cardId}`));
  reader.onUnread((why) => happened.push(why));
  return { reader, happened, type, read: (id: string, gap = 4) => type([...id, 'Enter'], gap) };
}

const field = { closest: () => ({}) } as unknown as EventTarget;

test.each([
  ['4 bytes', 'A1B2C3D4'],
  ['7 bytes', '04A1B2C3D4E5F6'],
  ['10 bytes', '04A1B2C3D4E5F6070809'],
  ['a decimal serial', '0012345678'],
  ['a short test card', '4444'],
])('%s and Enter is a presentation and its end', (_, id) => {
  const { happened, read } = wedge();
  read(id);
  expect(happened).toEqual([`card ${id}`, `gone ${id}`]);
});

test('the same card again is a presentation again', () => {
  const { happened, read } = wedge();
  read('A1B2C3D4');
  read('A1B2C3D4');
  expect(happened).toHaveLength(4);
});

test('small letters and the Shift of capital ones make the same id', () => {
  const { happened, read, type } = wedge();
  read('a1b2c3d4');
  type(['Shift', 'A', '1', 'Shift', 'B', '2', 'Shift', 'C', '3', 'Shift', 'D', '4', 'Enter'], 4);
  expect(happened.filter((one) => one === 'card A1B2C3D4')).toHaveLength(2);
});

test('only the Enter of a read card is kept from the page', () => {
  const { read, type } = wedge();
  expect(read('A1B2C3D4')).toEqual([...Array<boolean>(8).fill(false), true]);
  expect(type(['Tab', 'Enter'], 300)).toEqual([false, false]);
});

test.each([50, 80, 120, 400])('a person typing a key every %i ms is nobody', (gap) => {
  const { happened, read } = wedge();
  expect(read('A1B2C3D4', gap)).not.toContain(true);
  expect(happened).toEqual([]);
});

test('a card read right after a person typed is read whole', () => {
  const { happened, read, type } = wedge();
  type(['1', '2', '3'], 200);
  type(['A'], 200);
  type([...'1B2C3D4', 'Enter'], 4);
  read('04A1B2C3D4E5F6');
  expect(happened.filter((one) => one.startsWith('card'))).toEqual(['card A1B2C3D4', 'card 04A1B2C3D4E5F6']);
});

test('a card read in the very moment of a Tab is read whole', () => {
  const { happened, type } = wedge();
  type(['Tab', ...'A1B2C3D4', 'Enter'], 4);
  expect(happened[0]).toBe('card A1B2C3D4');
});

test('an id with a hole in it is not an id', () => {
  const { happened, type } = wedge();
  type([...'A1B2'], 4);
  type([...'C3D', 'Enter'], 60);
  expect(happened).toEqual([]);
});

test.each(['123', '04A1B2C3D4E5F60708090', 'A1B2X3D4', 'hello', ''])('%j is not an id', (text) => {
  const { happened, read } = wedge();
  read(text);
  expect(happened).toEqual([]);
});

test('what is typed into a field belongs to the field, at a reader’s speed too', () => {
  const { happened, type } = wedge();
  expect(type([...'A1B2C3D4', 'Enter'], 4, { target: field })).not.toContain(true);
  expect(happened).toEqual([]);
});

test('a held key and a shortcut are no card', () => {
  const { happened, type } = wedge();
  type([...'44444444', 'Enter'], 4, { repeat: true });
  type([...'44444444', 'Enter'], 4, { ctrlKey: true });
  expect(happened).toEqual([]);
});

test('a closed reader hears nothing', () => {
  const { reader, happened, read } = wedge();
  reader.close();
  read('A1B2C3D4');
  expect(happened).toEqual([]);
});

test('a listener that was taken off hears nothing, the others go on', () => {
  const { reader, happened, read } = wedge();
  const heard = vi.fn();
  const off = reader.onCard(heard);
  off();
  read('A1B2C3D4');
  expect(heard).not.toHaveBeenCalled();
  expect(happened).toHaveLength(2);
});

test.each([
  ['Enter', ['Enter'], [true]],
  ['the Enter of the number pad', [{ key: 'Enter', code: 'NumpadEnter' }], [true]],
  ['Tab', ['Tab'], [true]],
  ['Tab and Enter', ['Tab', 'Enter'], [true, true]],
  ['Enter twice', ['Enter', 'Enter'], [true, true]],
])('an id may end with %s, and none of it reaches the page', (_, ending: Press[], swallowed) => {
  const { happened, type } = wedge();
  expect(type([...'A1B2C3D4', ...ending], 4).slice(8)).toEqual(swallowed);
  expect(happened).toEqual(['card A1B2C3D4', 'gone A1B2C3D4']);
});

test('an Enter that a person presses after a card was read is the person’s', () => {
  const { read, type } = wedge();
  read('A1B2C3D4');
  expect(type(['Enter'], 50)).toEqual([false]);
});

test('an Enter behind what is no id is the page’s, twice as well', () => {
  const { read, type } = wedge();
  expect(read('A1B2X3D4').at(-1)).toBe(false);
  expect(type(['Enter'], 4)).toEqual([false]);
});

test('three keys that a person hits at once are no id', () => {
  const { happened, type } = wedge();
  type([...'dad', 'Enter'], 10);
  type([...'fed', 'Backspace', 'c', 'Enter'], 30);
  expect(happened).toEqual([]);
});

test('a key between the reader’s keys spoils the id, and not the next one', () => {
  const { happened, read, type } = wedge();
  type([...'A1B2', 'k', ...'C3D4', 'Enter'], 4);
  type([...'A1B2', 'ArrowDown', ...'C3', 'Enter'], 4);
  expect(happened).toEqual([]);
  read('A1B2C3D4');
  expect(happened[0]).toBe('card A1B2C3D4');
});

test('two readers that type in the same moment make one id, of neither', () => {
  const { happened, type } = wedge();
  type([...'A1', ...'77', ...'B2', ...'88', 'Enter'], 4);
  expect(happened[0]).toBe('card A177B288');
  const calibrated = wedge('hex');
  calibrated.type([...'A1B2', ...'04A1', ...'C3D4', 'Enter', ...'B2C3', 'Enter'], 4);
  expect(calibrated.happened).toEqual([]);
});

test.each<[WedgeFormat, string, string]>([
  ['hex', 'a1b2c3d4', 'A1B2C3D4'],
  ['hex', '04A1B2C3D4E5F6', '04A1B2C3D4E5F6'],
  ['hex-reversed', 'D4C3B2A1', 'A1B2C3D4'],
  ['decimal', '2712847316', 'A1B2C3D4'],
  ['decimal-reversed', '3569595041', 'A1B2C3D4'],
])('a calibrated reader (%s) that types %s gives %s', (format, typed, id) => {
  const { happened, read } = wedge(format);
  read(typed);
  expect(happened).toEqual([`card ${id}`, `gone ${id}`]);
});

test.each<[WedgeFormat, string]>([
  ['hex', '2712847316'],
  ['hex', '4444'],
  ['hex-reversed', 'A1B2C3'],
  ['decimal', 'A1B2C3D4'],
  ['decimal', '4294967296'],
])('a calibrated reader (%s) did not type %s: it is the page’s', (format, typed) => {
  const { happened, read } = wedge(format);
  expect(read(typed)).not.toContain(true);
  expect(happened).toEqual([]);
});

test.each<[WedgeFormat, string]>([
  ['hex', '08A1B2C3'],
  ['hex-reversed', 'C3B2A108'],
  ['decimal', '0144814787'],
  ['decimal-reversed', '3283263752'],
])('a random id is known by a calibrated reader (%s)', (format, typed) => {
  const { happened, read } = wedge(format);
  expect(read(typed).at(-1)).toBe(true);
  expect(happened).toEqual(['random']);
});

test('what only looks like a random id is a card as long as nobody knows which end is first', () => {
  const { happened, read } = wedge();
  read('08A1B2C3');
  expect(happened[0]).toBe('card 08A1B2C3');
});
