import { expect, test, vi } from 'vitest';
import { openKeyboardWedge, type KeySource, type WedgeKey } from './keyboard-wedge';

/** A page's keyboard: `type` sends one keydown after the other, `gap` milliseconds apart, and says which were swallowed. */
function keyboard() {
  let listener: ((key: WedgeKey) => void) | null = null;
  let now = 1000;
  const source: KeySource = {
    addEventListener: (_, added) => void (listener = added),
    removeEventListener: (_, removed) => void (listener = listener === removed ? null : listener),
  };
  const press = (key: string, rest: Partial<WedgeKey> = {}): boolean => {
    let prevented = false;
    let stopped = false;
    listener?.({
      key,
      timeStamp: now,
      target: null,
      repeat: false,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      preventDefault: () => void (prevented = true),
      stopImmediatePropagation: () => void (stopped = true),
      ...rest,
    });
    expect(stopped).toBe(prevented);
    return prevented;
  };
  const type = (keys: string[], gap: number, rest: Partial<WedgeKey> = {}): boolean[] =>
    keys.map((key) => {
      now += gap;
      return press(key, rest);
    });
  return { source, type };
}

function wedge() {
  const { source, type } = keyboard();
  const reader = openKeyboardWedge(source);
  const happened: string[] = [];
  reader.onCard((cardId) => happened.push(`card ${cardId}`));
  reader.onGone((cardId) => happened.push(`gone ${cardId}`));
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
