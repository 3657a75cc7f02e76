import { expect, test } from 'vitest';
import { readSighting, type Sighting } from './sighting';

const ofFour = [0x00, 0x04, 0x08, 4, 0xa1, 0x00, 0xc3, 0xd4];
const ofSeven = [0x00, 0x44, 0x00, 7, 0x04, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0x0f];
const ofTen = [0x00, 0x84, 0x20, 10, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const ats = [0x05, 0x78, 0x80, 0x70, 0x02];

test.each<[string, number[], Sighting]>([
  ['no card', [0], { what: 'nothing' }],
  ['4 bytes', [1, 1, ...ofFour], { what: 'card', uid: 'A100C3D4' }],
  ['7 bytes', [1, 1, ...ofSeven], { what: 'card', uid: '04A1B2C3D4E50F' }],
  ['10 bytes', [1, 1, ...ofTen], { what: 'card', uid: '04010203040506070809' }],
  [
    '10 bytes and what it says to RATS',
    [1, 1, ...ofTen, ...ats],
    { what: 'card', uid: '04010203040506070809' },
  ],
  ['4 bytes from 08', [1, 1, 0x00, 0x04, 0x20, 4, 8, 1, 2, 3], { what: 'random' }],
  ['7 bytes from 08', [1, 1, 0x00, 0x44, 0, 7, 8, 1, 2, 3, 4, 5, 6], { what: 'card', uid: '08010203040506' }],
  ['two cards', [2, 1, ...ofFour, 2, ...ofSeven], { what: 'several' }],
])('%s', (_, answer, sighting) => {
  expect(readSighting(answer)).toEqual(sighting);
});

test.each([
  ['nothing at all', []],
  ['three cards', [3, 1, ...ofFour]],
  ['a card without its data', [1]],
  ['a UID that is cut off', [1, 1, ...ofSeven.slice(0, -1)]],
  ['a UID of no length there is', [1, 1, 0x00, 0x04, 0x08, 5, 1, 2, 3, 4, 5]],
  ['no UID', [1, 1, 0x00, 0x04, 0x08, 0]],
  ['something behind it', [1, 1, ...ofFour, 0x05, 0x78]],
])('%s cannot be an answer', (_, answer) => {
  expect(readSighting(answer)).toBeNull();
});
