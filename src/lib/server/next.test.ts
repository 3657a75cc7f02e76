import { expect, test } from 'vitest';
import { nextPath } from './next';

const next = (value?: string) => {
  const url = new URL('https://tapline.example/login');
  if (value !== undefined) url.searchParams.set('next', value);
  return nextPath(url);
};

test.each(['/monitor', '/chat/a%3Ab', '/account?tab=1#sessions', '/chat/../monitor'])(
  '%s is a path of this site',
  (path) => {
    expect(next(path)).toBe(
      new URL(path, 'https://tapline.example').href.slice('https://tapline.example'.length),
    );
  },
);

test.each([
  'https://evil.example/',
  '//evil.example/x',
  '/\\evil.example',
  '/chat\\room',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example/x',
  '/..//evil.example',
  'javascript:alert(1)',
  'monitor',
  '',
  '/login?next=/login',
  '/logout',
])('%j leads to the chat instead', (path) => {
  expect(next(path)).toBe('/chat');
});

test('without one, the chat', () => {
  expect(next()).toBe('/chat');
});
