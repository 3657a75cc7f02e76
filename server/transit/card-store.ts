import type { Redis } from 'ioredis';
import type { Card } from '#domain/transit/card';
import type { TransitEvent } from '#domain/transit/event';
import type { Sale, TapRecord } from '#domain/transit/pass';
import type { Decision, EarlierTap } from '#domain/transit/tap';
import { dayOf, incrementsOf } from '#domain/transit/totals';
import type { Clock } from '#server/clock';
import { keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import type { ClassicMessage } from './classic-channels';
import commitTapLua from './commit-tap.lua?raw';
import issuePassLua from './issue-pass.lua?raw';
import readCardLua from './read-card.lua?raw';
import recordLua from './record.lua?raw';

/** A card, its pass and the pass's taps as they were at `now` (epoch ms). */
export interface SeenCard {
  now: number;
  card: Card;
  sale: Sale | null;
  taps: TapRecord[];
  /** The card's last tap at the gate that was asked for. */
  earlier: EarlierTap | null;
  /** The kept answer of the command that was asked for. */
  answer: string | null;
}

/** What every commit writes besides its own state. `request` names the payload that `answer` belongs to. */
export interface Entry {
  seen: SeenCard;
  events: TransitEvent[];
  classic: ClassicMessage[];
  /** The answer with its request, as `keepAnswer` makes it. */
  answer: string;
}

export interface TapEntry extends Entry {
  tapId: string;
  /** Its record in the pass's set of taps; null when nothing is consumed. */
  tap: TapRecord | null;
  /** The gate that will remember this tap for the re-tap grace. */
  gateId: string | null;
}

/** `answered`: the id had its answer already. `changed`: the card is no longer as it was seen; look and decide again. */
export type CommitOutcome =
  { status: 'committed' } | { status: 'changed' } | { status: 'answered'; answer: string };

export type CardStore = ReturnType<typeof createCardStore>;

/** How long the answer to a tap or a sale is kept, so that its id can be sent again safely. */
export const ANSWER_SECONDS = 90 * 24 * 3600;
const FORGET_DENIED_CARD_SECONDS = 24 * 3600;

export function createCardStore(
  redis: Redis,
  options: { clock: Clock; timeZone: string; classicChannels: boolean },
) {
  const readCard = defineScript(redis, 'readCard', readCardLua);
  const commitTap = defineScript(redis, 'commitTap', recordLua + commitTapLua);
  const issuePass = defineScript(redis, 'issuePass', recordLua + issuePassLua);

  /** Reads one card; `commandId` also asks for the answer that a command with this id was given. */
  async function read(
    cardId: string,
    { gateId, commandId }: { gateId?: string | undefined; commandId?: string } = {},
  ): Promise<SeenCard> {
    const answerKey = commandId === undefined ? [] : [keys.answer(commandId)];
    const reply = await readCard([keys.card(cardId), ...answerKey], [gateId ? gateField(gateId) : '']);
    return seenCard(cardId, reply as ReadReply, options.clock);
  }

  async function commit(entry: TapEntry): Promise<CommitOutcome> {
    const { seen, tapId, tap, gateId } = entry;
    const { cardId, saleId } = seen.card;
    const lastTap: LastTap = { tapId, at: seen.now, ...(saleId !== null && { saleId }) };
    const own = {
      tapId,
      ...(tap && { tap: JSON.stringify(tap) }),
      ...(gateId !== null && { lastTapField: gateField(gateId), lastTap: JSON.stringify(lastTap) }),
      ...(saleId === null && !seen.card.blocked && { cardSeconds: FORGET_DENIED_CARD_SECONDS }),
    };
    const written = [...sharedKeys(cardId, tapId, seen), keys.passTaps(saleId ?? '')];
    return outcome(await commitTap(written, [commitJson(entry, own)]));
  }

  async function issue(sale: Sale, entry: Entry): Promise<CommitOutcome> {
    const own = { saleId: sale.saleId, sale: JSON.stringify(sale) };
    const written = [...sharedKeys(sale.cardId, sale.saleId, entry.seen), keys.pass(sale.saleId)];
    return outcome(await issuePass(written, [commitJson(entry, own)]));
  }

  const sharedKeys = (cardId: string, commandId: string, { now }: SeenCard): string[] => [
    keys.card(cardId),
    keys.answer(commandId),
    keys.events,
    keys.totals(dayOf(now, options.timeZone)),
  ];

  const commitJson = ({ seen, events, classic, answer }: Entry, own: object): string =>
    JSON.stringify({
      version: seen.card.version,
      answer,
      answerSeconds: ANSWER_SECONDS,
      events: events.map((event) => JSON.stringify(event)),
      totals: events
        .flatMap(incrementsOf)
        .map(({ product, counter, by }) => [product ? `${product}:${counter}` : counter, by]),
      publish: options.classicChannels ? classic : [],
      ...own,
    });

  return { read, commit, issue };
}

/** A card's hash keeps, for each gate, the last tap there. */
interface LastTap {
  tapId: string;
  at: number;
  saleId?: string;
}

const gateField = (gateId: string): string => `gate:${gateId}`;

/** As read-card.lua gives it; '' for none. */
type ReadReply = [
  seconds: string,
  microseconds: string,
  version: string,
  blocked: string,
  sale: string,
  taps: string[],
  lastTap: string,
  lastAnswer: string,
  answer: string,
];

function seenCard(cardId: string, reply: ReadReply, clock: Clock): SeenCard {
  const [seconds, microseconds, version, blocked, sale, taps, lastTap, lastAnswer, answer] = reply;
  const found = sale ? (JSON.parse(sale) as Sale) : null;
  return {
    now: clock(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)),
    card: { cardId, version: Number(version), blocked: blocked === '1', saleId: found?.saleId ?? null },
    sale: found,
    taps: taps.map((tap) => JSON.parse(tap) as TapRecord),
    earlier: earlierTap(lastTap, lastAnswer),
    answer: answer || null,
  };
}

function earlierTap(lastTap: string, lastAnswer: string): EarlierTap | null {
  if (!lastTap || !lastAnswer) return null;
  const { at, saleId } = JSON.parse(lastTap) as LastTap;
  const { answer } = JSON.parse(lastAnswer) as { answer: Decision };
  return { decision: answer, at, saleId: saleId ?? null };
}

function outcome(reply: unknown): CommitOutcome {
  const [status, answer] = reply as [CommitOutcome['status'], string?];
  return status === 'answered' ? { status, answer: answer ?? '' } : { status };
}
