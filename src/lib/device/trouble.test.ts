import { expect, test } from 'vitest';
import { troubleOf } from './trouble.svelte';

test.each([
  ['connecting', null, 'connecting'],
  ['offline', null, 'offline'],
  ['offline', 'unavailable', 'offline'],
  ['offline', 'too_many_requests', 'offline'],
  ['offline', 'unauthenticated', 'unpaired'],
  ['offline', 'not_found', 'unpaired'],
  ['offline', 'forbidden', 'unpaired'],
] as const)('a line that is %s after %s is %s', (status, refusal, trouble) => {
  expect(troubleOf({ status, refusal })).toBe(trouble);
});
