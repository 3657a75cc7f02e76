import { describe, expect, test } from 'vitest';
import { localeOf } from './server';

const request = (search: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost/monitor${search}`, { headers });

describe('the language of a request', () => {
  test('is the one in the address, before the cookie and the browser', () => {
    const headers = { cookie: 'tapline_lang=en', 'accept-language': 'en' };
    expect(localeOf(request('?lang=de', headers))).toBe('de');
  });

  test('is the one chosen earlier, before the browser', () => {
    const headers = { cookie: 'other=1; tapline_lang=de', 'accept-language': 'en' };
    expect(localeOf(request('', headers))).toBe('de');
  });

  test('is the best one the browser knows', () => {
    expect(localeOf(request('', { 'accept-language': 'fr,de-AT;q=0.8,en;q=0.5' }))).toBe('de');
  });

  test('is left open when nobody asks for one that there is', () => {
    const headers = { cookie: 'tapline_lang=../../x', 'accept-language': 'fr' };
    expect(localeOf(request('?lang=xx', headers))).toBeUndefined();
  });
});
