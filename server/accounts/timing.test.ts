import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing';

let running: TestApp;
beforeAll(async () => {
  running = await startTestApp();
});
afterAll(() => running.stop());

const SAMPLES = 60;

async function millisecondsOf(username: string): Promise<number> {
  const began = performance.now();
  await running.app.accounts.signIn(username, 'not the password').catch(() => undefined);
  return performance.now() - began;
}

const mean = (of: number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;

const variance = (of: number[]) =>
  mean(of.map((one) => (one - mean(of)) ** 2)) * (of.length / (of.length - 1));

/** How many standard errors apart the means of two samples are. */
const welch = (one: number[], other: number[]) =>
  (mean(one) - mean(other)) / Math.sqrt(variance(one) / one.length + variance(other) / other.length);

test('the time a refusal takes does not tell whether the account exists', async () => {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let warm = 0; warm < 10; warm++) await millisecondsOf(warm % 2 ? 'pablo' : 'nobody');
  // By lot, so that what else the machine does, in whatever rhythm, falls on both alike.
  for (let round = 0; round < SAMPLES; round++) {
    const pairs = [
      [known, 'pablo'],
      [unknown, 'nobody'],
    ] as const;
    for (const [samples, username] of Math.random() < 0.5 ? pairs : pairs.toReversed()) {
      samples.push(await millisecondsOf(username));
    }
  }
  const t = welch(known, unknown);
  // The fastest shows the work itself, whatever else the machine was doing.
  const fastest = { known: Math.min(...known), unknown: Math.min(...unknown) };
  process.stdout.write(
    `known ${fastest.known.toFixed(2)} ms, unknown ${fastest.unknown.toFixed(2)} ms, t = ${t.toFixed(2)}\n`,
  );
  expect(Math.abs(t)).toBeLessThan(4);
  expect(Math.abs(fastest.known / fastest.unknown - 1)).toBeLessThan(0.25);
  // It was the work of a password that took the time.
  expect(fastest.unknown).toBeGreaterThan(2);
});
