import { expect } from 'vitest';
import type { TestServer } from '../../e2e/server';

const MIB = 2 ** 20;
/**
 * What nobody gives back comes with every wave. Half of them add less than this: twice what was measured, and half of what
 * 1 KB for each frame and request comes to.
 */
const WAVE_ADDS = 1.5 * MIB;
/** Some things are made once, whenever they are first needed: twice what they came to. */
const ALL_ADD = 10 * MIB;

/** What a server has in use after a collection, in bytes. It was started with tell-heap.js. */
export async function memoryInUse(server: TestServer): Promise<number> {
  const before = told(server).length;
  process.kill(server.pid, 'SIGUSR2');
  await expect.poll(() => told(server).length, { timeout: 20_000 }).toBe(before + 1);
  return told(server).at(-1) ?? 0;
}

const told = (server: TestServer): number[] =>
  [...server.output().matchAll(/memory in use: (\d+)/g)].map(([, bytes]) => Number(bytes));

/** `uses`: after each wave. The first one fills what is filled at once, and does not count. */
export function expectFlat(uses: readonly number[]): void {
  const [first = 0, ...later] = uses.slice(1);
  const added = later.map((bytes, n) => bytes - (n === 0 ? first : (later[n - 1] ?? 0)));
  const middle = added.toSorted((a, b) => a - b)[(added.length - 1) >> 1] ?? NaN;
  expect(middle, 'added by the wave in the middle').toBeLessThan(WAVE_ADDS);
  expect((later.at(-1) ?? NaN) - first, 'added by all waves').toBeLessThan(ALL_ADD);
}
