import { afterEach, describe, expect, test } from 'vitest';
import { formatDay, formatDuration, formatMoney, formatTime } from './format';
import { overwriteGetLocale } from './paraglide/runtime';

const reading = (locale: 'en' | 'de') => overwriteGetLocale(() => locale);
/** Intl puts no-break spaces of several widths. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('formats', () => {
  afterEach(() => reading('en'));

  test('money by the digits of its currency', () => {
    reading('en');
    expect(formatMoney(2400, 'EUR')).toBe('€24.00');
    expect(formatMoney(2400, 'JPY')).toBe('¥2,400');
    reading('de');
    expect(plain(formatMoney(123450, 'EUR'))).toBe('1.234,50 €');
  });

  test('times of day in 24 hours, in the zone asked for', () => {
    reading('en');
    expect(formatTime('2026-11-20T22:30:05Z', { timeZone: 'Europe/Berlin' })).toBe('23:30');
    expect(formatTime('2026-11-20T23:30:05Z', { timeZone: 'Europe/Berlin', seconds: true })).toBe('00:30:05');
  });

  test('a day is the day it says, wherever the reader is', () => {
    reading('de');
    expect(formatDay('2026-11-20')).toBe('Freitag, 20. November');
  });

  test('durations round up, so that a live pass never reads zero', () => {
    reading('en');
    expect(plain(formatDuration(7200))).toBe('2 hr');
    expect(plain(formatDuration(6661))).toBe('1 hr 52 min');
    expect(plain(formatDuration(1))).toBe('1 min');
    expect(plain(formatDuration(0))).toBe('0 min');
  });
});
