import { Auditor } from './auditor';
import { diceFor, type Dice } from '../kit/dice';
import { Ledger } from './ledger';
import { createLoad, type Load } from './load';
import { addFindings, newRow, type Row } from './report';
import { openTown, type Town } from './town';

export interface Blow {
  /** From then on it may recover (monotonic ms). */
  at: number;
  /** Resolves when what was killed has been started. */
  done?: Promise<unknown>;
  /** When Redis takes commands again, where it was away and the server was not. */
  redisBack?: Promise<number>;
}

/** Does the harm. */
export type Strike = (town: Town, row: Row, dice: Dice) => Promise<Blow>;

/** Promised: so soon after Redis is back all is as before. */
const AFTER_REDIS_MS = 2_000;

/** Strikes so many times while people ride and talk, and after each time compares the books. */
export async function torment(fault: string, tries: number, strike: Strike): Promise<Row> {
  const row = newRow(fault);
  const dice = diceFor(fault);
  const town = await openTown(dice);
  const ledger = new Ledger();
  const load = await createLoad(town.origin, ledger, dice);
  const auditor = new Auditor(town.redis, ledger);
  try {
    await auditor.begin();
    for (; row.tries < tries; row.tries++) {
      await strikeOnce({ town, ledger, load, dice, row }, strike);
      addFindings(row, await auditor.audit(load.askAgain));
    }
    row.acknowledged = ledger.entries.length;
    return row;
  } finally {
    load.close();
    await town.close();
  }
}

/** In several towns at once: for a strike that is mostly waiting. */
export async function tormentSideBySide(
  fault: string,
  { towns, tries }: { towns: number; tries: number },
  strike: Strike,
): Promise<Row> {
  const each = Array.from({ length: towns }, (_, n) => torment(`${fault}, town ${n + 1}`, tries, strike));
  const sum = newRow(fault);
  for (const row of await Promise.all(each)) {
    sum.tries += row.tries;
    sum.acknowledged += row.acknowledged;
    sum.recoveries.push(...row.recoveries);
    addFindings(sum, row.findings);
  }
  return sum;
}

interface Scene {
  town: Town;
  ledger: Ledger;
  load: Load;
  dice: Dice;
  row: Row;
}

async function strikeOnce({ town, ledger, load, dice, row }: Scene, strike: Strike): Promise<void> {
  load.start();
  await ledger.more(dice.between(50, 200), load.work());
  const { at, done, redisBack } = await strike(town, row, dice);
  const [back, returned = at] = await Promise.all([town.untilBack(), redisBack, done]);
  row.recoveries.push(back - at);
  if (redisBack && back - returned > AFTER_REDIS_MS) {
    row.findings.wrong.push(`back ${Math.round(back - returned)} ms after Redis`);
  }
  await ledger.more(30, load.work());
  await load.rest();
}
