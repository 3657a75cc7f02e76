import { describe, expect, test } from 'vitest';
import { isOwnHost, isOwnOrigin } from './origin';

const local = { origin: null, tls: null, host: '127.0.0.1' };
const proxied = { origin: 'https://tapline.example', tls: null, host: '0.0.0.0' };

describe('the origin of a request', () => {
  test('is ours when the page was opened by the address it asks for', () => {
    expect(isOwnOrigin(local, 'http://localhost:3000', 'localhost:3000')).toBe(true);
    expect(isOwnOrigin(local, 'http://127.0.0.1:3000', '127.0.0.1:3000')).toBe(true);
    expect(isOwnOrigin(proxied, 'https://tapline.example', 'inside:3000')).toBe(true);
  });

  test('is not ours from another site, port or protocol, or from nowhere', () => {
    expect(isOwnOrigin(local, 'http://evil.example', 'localhost:3000')).toBe(false);
    expect(isOwnOrigin(local, 'http://localhost:9', 'localhost:3000')).toBe(false);
    expect(isOwnOrigin(local, 'https://localhost:3000', 'localhost:3000')).toBe(false);
    expect(isOwnOrigin(local, 'null', 'localhost:3000')).toBe(false);
    expect(isOwnOrigin(proxied, 'http://inside:3000', 'inside:3000')).toBe(false);
  });

  test('does not matter for programs, which send none', () => {
    expect(isOwnOrigin(local, undefined, 'localhost:3000')).toBe(true);
  });
});

describe('the name a request calls us by', () => {
  test('is one of loopback when we listen there', () => {
    expect(
      ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'].map((host) => isOwnHost(local, host)),
    ).toEqual([true, true, true, true]);
    expect(['evil.example:3000', '', '127.0.0.1.evil.example'].map((host) => isOwnHost(local, host))).toEqual(
      [false, false, false],
    );
  });

  test("is the proxy's affair when ORIGIN is set", () => {
    expect(isOwnHost(proxied, 'inside:3000')).toBe(true);
  });
});
