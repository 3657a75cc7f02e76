import { expect, test } from 'vitest';
import { sessionCookieOf } from './session-cookie';

const http = { origin: null, tls: null };
const https = { origin: 'https://tapline.example', tls: null };
const ownHttps = { origin: null, tls: { certFile: 'cert.pem', keyFile: 'key.pem' } };

test('the session’s cookie is found among others', () => {
  expect(sessionCookieOf(http, 'a=1; tapline_session=secret; b=2')).toBe('secret');
  for (const header of [undefined, '', 'a=1', 'tapline_session=', 'xtapline_session=secret']) {
    expect(sessionCookieOf(http, header)).toBeUndefined();
  }
});

test('on HTTPS only the one counts that no other host or path can set', () => {
  for (const site of [https, ownHttps]) {
    expect(sessionCookieOf(site, 'tapline_session=planted')).toBeUndefined();
    expect(sessionCookieOf(site, 'tapline_session=planted; __Host-tapline_session=secret')).toBe('secret');
  }
});

test.each([
  'tapline_session="secret"',
  'tapline_session=%73ecre%74',
  'tapline_session = secret',
  'tapline_session; tapline_session=secret; tapline_session=another',
])('%s is the same secret', (header) => {
  expect(sessionCookieOf(http, header)).toBe('secret');
});

test('a cookie that cannot be decoded is taken as it is', () => {
  expect(sessionCookieOf(http, 'tapline_session=%zz')).toBe('%zz');
});
