import { isDeepStrictEqual } from 'node:util';
import type { Redis } from 'ioredis';
import type { TransitEvent } from '#domain/transit/event';
import type { Decision } from '#domain/transit/tap';
import { GENERAL } from '#domain/chat/room';
import type { Ask, Entry, Ledger } from './ledger';
import { foldOf, type Tally } from './totals';

/** What an audit found. `lost`: acknowledged, and not there as it was answered. */
export interface Findings {
  lost: string[];
  doubled: string[];
  /** Everything else that must not be: holes, passes over-spent, totals that are not the fold of the log. */
  wrong: string[];
}

export const nothing = (): Findings => ({ lost: [], doubled: [], wrong: [] });

const TRIPS: Record<string, number> = { SINGLE_USE: 1, TEN_TRIP: 10 };

/**
 * Compares what was acknowledged with what is in Redis and with what is answered when the same is asked again. Each look
 * reads on where the last one ended; the ledger rests meanwhile.
 */
export class Auditor {
  private audited = 0;
  private cursor = '-';
  private readonly logged = new Map<string, number>();
  private readonly tally: Tally = new Map();
  private readonly messages = new Map<string, number>();
  private seq = 0;
  private rev = 0;

  /** `midway`: the ledger was broken off, with passes that have trips left. */
  constructor(
    private readonly redis: Redis,
    private readonly ledger: Ledger,
    private readonly options: { midway?: boolean } = {},
  ) {}

  /** Starts from what was there before the ledger. */
  async begin(): Promise<void> {
    await this.audit(() => Promise.resolve(null));
  }

  async audit(askAgain: (ask: Ask) => Promise<unknown>): Promise<Findings> {
    const found = nothing();
    const fresh = this.ledger.entries.slice(this.audited);
    this.audited = this.ledger.entries.length;
    await this.readLog(found);
    await this.readRoom(found);
    for (const entry of fresh) this.find(entry, found);
    await this.checkTotals(found);
    await this.checkPasses(fresh, found);
    await repeat(fresh, askAgain, found);
    return found;
  }

  private async readLog(found: Findings): Promise<void> {
    for (const [cursor, [, json = '{}']] of await this.redis.xrange('{t}:events', this.cursor, '+')) {
      this.cursor = `(${cursor}`;
      const event = JSON.parse(json) as TransitEvent;
      const key = `${event.type} ${event.id}`;
      if (this.logged.has(key)) found.doubled.push(`event ${key}`);
      if (!this.ledger.wasAsked(event.id)) found.wrong.push(`nobody asked for event ${key}`);
      this.logged.set(key, 1);
      foldOf(event, this.tally);
    }
  }

  /** Seqs and revs follow one another without a hole. */
  private async readRoom(found: Findings): Promise<void> {
    const room = `{r:${GENERAL}}`;
    for (const [place, fields] of await this.redis.xrange(`${room}:messages`, `(${this.seq}-0`, '+')) {
      const seq = parseInt(place);
      const { id } = JSON.parse(fields[fields.indexOf('said') + 1] ?? '{}') as { id: string };
      if (seq !== ++this.seq) found.wrong.push(`seq ${seq} follows ${this.seq - 1}`);
      if (this.messages.has(id)) found.doubled.push(`message ${id}`);
      this.messages.set(id, (this.seq = seq));
    }
    for (const [place] of await this.redis.xrange(`${room}:changes`, `(${this.rev}-0`, '+')) {
      if (parseInt(place) !== ++this.rev) found.wrong.push(`rev ${place} follows ${this.rev - 1}`);
      this.rev = parseInt(place);
    }
  }

  private find({ ask, answer }: Entry, found: Findings): void {
    if (ask.kind === 'message') {
      const isThere = this.messages.get(ask.id) === (answer as { seq: number }).seq;
      if (!isThere) found.lost.push(`message ${ask.id}`);
      return;
    }
    const type = ask.kind === 'sale' ? 'sale' : (answer as Decision).granted ? 'journey' : 'denial';
    if (!this.logged.has(`${type} ${ask.id}`)) found.lost.push(`${type} ${ask.id}`);
  }

  private async checkTotals(found: Findings): Promise<void> {
    for (const [day, counters] of this.tally) {
      const kept = await this.redis.hgetall(`{t}:totals:${day}`);
      const folded = Object.fromEntries([...counters].map(([name, count]) => [name, String(count)]));
      if (!isDeepStrictEqual({ ...kept }, folded)) {
        found.wrong.push(
          `totals of ${day}: ${JSON.stringify(kept)}, and the log gives ${JSON.stringify(folded)}`,
        );
      }
    }
  }

  /** Every pass was tried more often than it admits, so it has admitted exactly so often; midway, not more often. */
  private async checkPasses(fresh: Entry[], found: Findings): Promise<void> {
    for (const { ask: sale } of fresh) {
      if (sale.kind !== 'sale') continue;
      const taps = fresh.filter(({ ask }) => ask.kind === 'tap' && ask.cardId === sale.cardId);
      const granted = taps.filter(({ answer }) => (answer as Decision).granted).length;
      const kept = await this.redis.hlen(`{t}:pass:${sale.id}:taps`);
      const trips = TRIPS[sale.product] ?? (this.options.midway ? Infinity : taps.length);
      const isRight = this.options.midway
        ? kept <= trips && granted <= kept
        : granted === trips && kept === trips;
      if (!isRight) {
        found.wrong.push(`pass ${sale.id} admitted ${granted}, keeps ${kept}, and is for ${trips}`);
      }
    }
  }
}

const AT_ONCE = 16;

/** The same id gets the same answer. */
async function repeat(
  entries: readonly Entry[],
  askAgain: (ask: Ask) => Promise<unknown>,
  found: Findings,
): Promise<void> {
  const waiting = [...entries];
  const work = async (): Promise<void> => {
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      const again = await askAgain(entry.ask).catch(String);
      if (isDeepStrictEqual(again, entry.answer)) continue;
      found.lost.push(`the answer to ${entry.ask.kind} ${entry.ask.id}: now ${JSON.stringify(again)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
