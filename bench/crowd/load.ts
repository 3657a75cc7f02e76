import { v7 } from 'uuid';
import { atRate, until } from '../measure/pace';
import type { Client } from './client';
import { createTally, type Tally } from './tally';

/** What a load led to. `delivered` within `seconds`; times in ms from posted to heard. */
export interface LoadFigures {
  posted: number;
  delivered: number;
  seconds: number;
  p50: number;
  p99: number;
}

const LEFTOVERS_SECONDS = 30;
/** As many write as in a lively room; the others listen. */
const POSTERS = 20;

/** So many messages a second, however long they take. */
export async function steady(
  clients: readonly Client[],
  roomId: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<LoadFigures> {
  const { tally, post } = prepare(clients, roomId);
  const began = performance.now();
  await atRate(perSecond, seconds, post);
  await allHeard(tally);
  return figures(tally, began);
}

/** As many as go through: `underWay` have not been heard by everybody yet at any time. */
export async function saturate(
  clients: readonly Client[],
  roomId: string,
  { underWay, seconds }: { underWay: number; seconds: number },
): Promise<LoadFigures> {
  const { tally, post } = prepare(clients, roomId);
  const began = performance.now();
  tally.onComplete = () => {
    if (performance.now() - began < seconds * 1_000) post();
  };
  for (let each = 0; each < underWay; each++) post();
  await allHeard(tally);
  return figures(tally, began);
}

function prepare(clients: readonly Client[], roomId: string): { tally: Tally; post: () => void } {
  const tally = createTally(clients.length);
  for (const client of clients) client.onEvent = tally.heard;
  const posters = clients.slice(0, POSTERS);
  const post = (): void => {
    const poster = posters[tally.posted % posters.length];
    poster?.send('message:post', { roomId, id: v7(), body: tally.nextBody() });
  };
  return { tally, post };
}

const allHeard = (tally: Tally): Promise<void> =>
  until('everybody has heard everything', LEFTOVERS_SECONDS, () => tally.complete);

function figures(tally: Tally, began: number): LoadFigures {
  const { posted, delivered } = tally;
  const seconds = (performance.now() - began) / 1_000;
  return { posted, delivered, seconds, p50: tally.latency(0.5), p99: tally.latency(0.99) };
}
