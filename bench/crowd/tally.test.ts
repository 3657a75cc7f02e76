import { expect, test } from 'vitest';
import { createTally } from './tally';

const frameOf = (...bodies: string[]): Buffer =>
  Buffer.from(`42${JSON.stringify(['message:posted', { messages: bodies.map((body) => ({ body })) }])}`);

test('counts every message in every frame, and knows when all have heard all', () => {
  const tally = createTally(2);
  let complete = 0;
  tally.onComplete = () => complete++;
  const [one, two] = [tally.nextBody(), tally.nextBody()];
  tally.heard(frameOf(one, two));
  expect(tally).toMatchObject({ posted: 2, delivered: 2, complete: false });
  expect(complete).toBe(0);
  tally.heard(frameOf(one));
  tally.heard(frameOf(two));
  expect(tally).toMatchObject({ delivered: 4, complete: true });
  expect(complete).toBe(2);
  expect(tally.latency(0.99)).toBeLessThan(1_000);
});

test('what it did not post does not count', () => {
  const tally = createTally(1);
  tally.heard(frameOf('#00000007 of another load', 'and of no load'));
  expect(tally.delivered).toBe(0);
});
