import { beforeAll, expect, test } from 'vitest';
import { startingCatalogue } from '#domain/transit/product';
import { overwriteGetLocale } from '$lib/i18n/paraglide/runtime';
import { leftText, stopOf, termsText, wordsFor } from './words';

beforeAll(() => overwriteGetLocale(() => 'en'));

const plain = (text: string) => text.replace(/\s/g, ' ');

test('what each product is good for', () => {
  expect(startingCatalogue.map(termsText).map(plain)).toEqual([
    'Good until you use it',
    '€2.40 a trip',
    'Any number of trips, 2 hr from the first',
  ]);
});

test('what is left of a pass', () => {
  const pass = { saleId: 's', product: 'TEN_TRIP', soldAt: '' };
  expect(leftText({ ...pass, tripsRemaining: 1 })).toBe('1 trip left');
  expect(plain(leftText({ ...pass, secondsRemaining: 3600 }))).toBe('1 hr left');
});

test('a notice has the first screen, never that of a sale', () => {
  expect(wordsFor({ step: 'tap' }, 'blocked').title).toBe('This card is blocked');
  expect(wordsFor({ step: 'choose', cardId: 'B1' }, 'not-answered').title).toBe('Choose a pass');
});

test('a sale without an answer says that nobody pays twice', () => {
  const sale = { cardId: 'B1', product: 'TEN_TRIP', saleId: 's' };
  const words = wordsFor({ step: 'confirm', ...sale, phase: 'unanswered' }, null);
  expect(words).toMatchObject({ tone: 'warn', text: 'There was no answer. You pay only once.' });
  expect(stopOf({ step: 'confirm', ...sale, phase: 'unanswered' })).toBe(2);
});
