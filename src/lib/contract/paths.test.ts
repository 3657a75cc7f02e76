import { expect, test } from 'vitest';
import { isApiPath, isMachinePath, requestedPath } from './paths';

test.each([
  '/api/v1',
  '/api/v1?x=1',
  '/api/v1/taps',
  '/%61pi/v1/taps',
  '/api/%76%31/taps',
  '/x/../api/v1/taps',
  '/x/%2e%2E/api/v1/taps',
  '/api\\v1\\taps',
  '/api/v1/%zz',
  '/%ff',
])('%s is of the API, and for programs', (url) => {
  const path = requestedPath(url);
  expect([isApiPath(path), isMachinePath(path)]).toEqual([true, true]);
});

test.each(['/auth/login', '/%61uth/device?x', '/profile', '/profil%65'])('%s is for programs', (url) => {
  const path = requestedPath(url);
  expect([isApiPath(path), isMachinePath(path)]).toEqual([false, true]);
});

test.each(['/', '/api/v10', '/api', '/x?/api/v1', '//api/v1', '/%2561pi/v1', '/api%2Fv1', '/authors'])(
  '%s is neither',
  (url) => {
    const path = requestedPath(url);
    expect([isApiPath(path), isMachinePath(path)]).toEqual([false, false]);
  },
);
