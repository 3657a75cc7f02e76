import { expect, test } from 'vitest';
import { paced } from './paced';

/** A board of which only the time is looked at. */
function boardWithPace() {
  let time = 0;
  const done: [what: string, at: number][] = [];
  const pace = paced({ advance: (ms) => void (time += ms) });
  return {
    advance: pace.advance,
    time: () => time,
    done,
    at: (moment: number, what: string) => pace.at(moment, () => done.push([what, time])),
  };
}

test('what is heard in time is done at once', () => {
  const { advance, at, done } = boardWithPace();
  advance(10);
  at(1010, 'down');
  advance(80);
  at(1090, 'up');
  expect(done).toEqual([
    ['down', 10],
    ['up', 90],
  ]);
});

test('what is heard late, all at once, keeps its distances', () => {
  const { advance, at, time, done } = boardWithPace();
  advance(100); // as much as a worker gives that slept for longer
  at(1010, 'down');
  at(1090, 'up');
  at(1200, 'down again');
  expect(done).toEqual([['down', 100]]);
  for (let step = 0; step < 100; step++) advance(4);
  expect(done).toEqual([
    ['down', 100],
    ['up', 180],
    ['down again', 290],
  ]);
  expect(time()).toBe(500);
});

test('a delay does not stay: after a while a hand finds the board up to date again', () => {
  const { advance, at, done } = boardWithPace();
  at(0, 'down');
  advance(500);
  at(80, 'up');
  at(600, 'down');
  advance(3000);
  at(4000, 'up');
  expect(done).toEqual([
    ['down', 0],
    ['up', 500],
    ['down', 1020],
    ['up', 3500],
  ]);
});
