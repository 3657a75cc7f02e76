/** Whatever takes the time that it is given, milliseconds of its own. */
export interface Timed {
  advance(ms: number): void;
}

/** Longer distances than this, by which no board judges anything, make up for a delay. */
const MOST_KEPT_MS = 2000;

export interface Paced extends Timed {
  /** Lets a thing be done that was begun at a moment, in milliseconds of the doer's clock. */
  at(moment: number, act: () => void): void;
}

/**
 * Keeps for a board the time that lies between what hands do to it. A worker that was not served for a while hears at
 * once of a button that went down and up again, and the board would see neither.
 */
export function paced(board: Timed): Paced {
  const waiting: { due: number; act: () => void }[] = [];
  let time = 0;
  let last: { moment: number; due: number } | null = null;

  function pass(until: number): void {
    if (until > time) board.advance(until - time);
    time = Math.max(time, until);
  }

  function serve(until: number): void {
    for (let next = waiting[0]; next && next.due <= until; next = waiting[0]) {
      waiting.shift();
      pass(next.due);
      next.act();
    }
  }

  return {
    at(moment, act) {
      const distance = last ? Math.min(moment - last.moment, MOST_KEPT_MS) : 0;
      const due = Math.max(time, (last?.due ?? 0) + distance);
      last = { moment, due };
      waiting.push({ due, act });
      serve(time);
    },
    advance(ms) {
      const until = time + ms;
      serve(until);
      pass(until);
    },
  };
}
