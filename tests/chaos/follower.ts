import type { MessagesPosted } from '#contract/chat';
import { GENERAL } from '#domain/chat/room';
import { caughtUp, fromPage, hasHole, heard, type Timeline } from '../../src/lib/chat/timeline';
import { socketClient } from './clients';

/** Somebody who reads General, with the very fold that the pages use. */
export interface Follower {
  timeline(): Timeline;
  /** When it last knew, after it had connected, all that had happened meanwhile (monotonic ms). */
  caughtUpAt(): number;
  /** The ids of what it was told live. */
  live: Set<string>;
  close(): void;
}

const ASK_MS = 60_000;

/** Resolves when it has read the newest page. */
export async function follow(origin: string, token: string): Promise<Follower> {
  const { socket, request, close } = socketClient(origin, token);
  const live = new Set<string>();
  const waiting: MessagesPosted[] = [];
  let timeline: Timeline | undefined;
  let caughtUpAt = 0;

  const resume = async (): Promise<void> => {
    if (!timeline) return;
    const answer = await request(
      'room:resume',
      { cursors: { [GENERAL]: timeline.rev } },
      { timeoutMs: ASK_MS },
    );
    const changes = answer.ok ? answer.data.rooms[GENERAL] : undefined;
    if (!changes) return;
    timeline = caughtUp(timeline, changes);
    caughtUpAt = performance.now();
  };
  const hear = ({ messages }: MessagesPosted): void => {
    for (const { id } of messages) live.add(id);
    if (!timeline) return;
    timeline = heard(timeline, messages);
    if (hasHole(timeline)) void resume();
  };
  socket.on('message:posted', (posted: MessagesPosted) => (timeline ? hear(posted) : waiting.push(posted)));
  socket.on('connect', () => void resume());

  // Seated first: from then on nothing is missed.
  await request('room:list', {}, { timeoutMs: ASK_MS });
  const page = await request('message:history', { roomId: GENERAL, limit: 50 }, { timeoutMs: ASK_MS });
  if (!page.ok) throw new Error(`no page: ${page.error.message}`);
  timeline = fromPage(page.data);
  waiting.forEach(hear);
  return {
    timeline: () => timeline ?? fromPage(page.data),
    caughtUpAt: () => caughtUpAt,
    live,
    close,
  };
}
