import { expect, test } from 'vitest';
import { sumUp } from './comings';

const came = (userId: string) => ({ userId, online: true });
const left = (userId: string) => ({ userId, online: false });

test('each comes or goes once, and whoever did both did neither', () => {
  const turns = [came('a'), left('b'), came('c'), left('c'), left('d'), came('d'), left('d'), came('a')];
  expect(sumUp(turns)).toEqual({ came: ['a'], left: ['b', 'd'] });
  expect(sumUp([])).toEqual({ came: [], left: [] });
});
