import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Auditor } from '../auditor';
import { diceFor, type Dice } from '../../kit/dice';
import { Ledger, type Entry } from '../ledger';
import { createLoad } from '../load';
import { addFindings, newRow, type Row } from '../report';
import { openTown, type Town } from '../town';

/**
 * How long Redis's log was when a client had heard that something was done. Others work meanwhile: it may hold more than what
 * had been acknowledged by then, never less.
 */
interface Mark {
  entry: Entry;
  size: number;
}

/** How much of the next write may be on the disk when the power goes. */
const TORN_BYTES = 40;
const CUTS_A_RUN = 3;

/**
 * The power goes when a client has just heard: the log as long as it was then is all that is left, with a torn piece of the
 * next write in every second try. A server that starts on it has everything that was acknowledged so far. A file is cut, not
 * a disk: that what is in the log was on the disk before the answer is what `appendfsync always` is for.
 */
export async function cutPower(fault: string, tries: number): Promise<Row> {
  const row = newRow(fault);
  const dice = diceFor(fault);
  while (row.tries < tries) {
    const marks = await workUntilDark(dice);
    try {
      row.acknowledged += marks.ledger.entries.length;
      for (let cut = 0; cut < CUTS_A_RUN && row.tries < tries; cut++, row.tries++) {
        const mark = cut === 0 ? marks.all.at(-1) : dice.pick(marks.all);
        if (mark) await startOnRemains({ ...marks, mark, torn: row.tries % 2 === 1 }, row, dice);
      }
    } finally {
      rmSync(marks.folder, { recursive: true, force: true });
    }
  }
  return row;
}

interface Remains {
  folder: string;
  ledger: Ledger;
  all: Mark[];
}

/** Works for a while, then ends Redis as it stands, and keeps its folder. */
async function workUntilDark(dice: Dice): Promise<Remains> {
  const town = await openTown(dice);
  const ledger = new Ledger();
  const load = await createLoad(town.origin, ledger, dice);
  const folder = mkdtempSync(join(tmpdir(), 'tapline-dark-'));
  const log = logIn(town.dataDir);
  const all: Mark[] = [];
  ledger.onEntry((entry) => all.push({ entry, size: statSync(log).size }));
  try {
    load.start();
    await ledger.more(dice.between(150, 300), load.work());
    await darken(town);
    cpSync(town.dataDir, folder, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    return { folder, ledger, all: [...all] };
  } finally {
    load.close();
    load.rest().catch(() => undefined); // nobody is there to answer any more
    await town.close();
  }
}

/** The server first: it would start Redis again. */
async function darken(town: Town): Promise<void> {
  const pid = await town.redisPid();
  const dead = town.server().kill();
  const lost = new Promise((resolve) => town.redis.once('close', resolve));
  process.kill(pid, 'SIGKILL');
  await Promise.all([dead, lost]);
}

async function startOnRemains(
  { folder, ledger, mark, torn }: Remains & { mark: Mark; torn: boolean },
  row: Row,
  dice: Dice,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tapline-light-'));
  cpSync(folder, dataDir, { recursive: true });
  const log = logIn(dataDir);
  truncateSync(log, Math.min(statSync(log).size, mark.size + (torn ? dice.between(1, TORN_BYTES) : 0)));
  const began = performance.now();
  const town = await openTown(dice, dataDir);
  row.recoveries.push((await town.untilBack()) - began);
  const load = await createLoad(town.origin, ledger, dice);
  try {
    const kept = ledger.until(mark.entry);
    const auditor = new Auditor(town.redis, kept, { midway: true });
    addFindings(row, await auditor.audit(load.askAgain));
  } finally {
    load.close();
    await town.close();
  }
}

/** The part of Redis's append-only log that is being written. */
function logIn(dataDir: string): string {
  const folder = join(dataDir, 'appendonlydir');
  const names = readdirSync(folder).filter((name) => name.endsWith('.incr.aof'));
  return join(folder, names.toSorted((a, b) => numberOf(a) - numberOf(b)).at(-1) ?? '');
}

const numberOf = (name: string): number => Number(/\.(\d+)\.incr\.aof$/.exec(name)?.[1]);
