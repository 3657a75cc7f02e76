import { v7 } from 'uuid';
import type { Message } from '#contract/chat';
import type { Result } from '#contract/result';
import type { Keepsake } from './keepsake';
import { again, nextOf, put, settledBy, without, type Unsent } from './outbox';

/** Messages on their way: shown at once, sent room by room in the order of writing, again and again until answered. */
export interface Outbox {
  /** Reactive. In the order of writing. */
  readonly unsent: readonly Unsent[];
  /** Brings back what an earlier page left unsent. */
  restore(): void;
  add(roomId: string, body: string): void;
  /** Sends once more what was refused. */
  retry(id: string): void;
  /** Gives up what was refused. */
  discard(id: string): void;
  /** What the server has stored is no longer unsent, whichever way one hears of it. */
  settle(stored: readonly Message[]): void;
  /** Sends what waits. Safe at any time: what is under way is not sent twice at once. */
  flush(): void;
  /** Sends nothing more. What is left stays for the next page. */
  close(): void;
}

interface Parts {
  userId: string;
  keepsake: Keepsake;
  /** Resolves to the stored message, or why it was refused; `unavailable` if nobody answered. */
  post: (message: { roomId: string; id: string; body: string }) => Promise<Result<Message>>;
  /** Called with each message that was stored. */
  stored: (message: Message) => void;
}

const PAUSE_MS = 500;

export function createOutbox({ userId, keepsake, post, stored }: Parts): Outbox {
  let unsent = $state.raw<readonly Unsent[]>([]);
  const busy = new Set<string>();
  let closed = false;

  function change(message: Unsent): void {
    unsent = put(unsent, message);
    keepsake.keep(message);
  }

  function remove(id: string): void {
    unsent = without(unsent, id);
    keepsake.drop(id);
  }

  async function drain(roomId: string): Promise<void> {
    if (busy.has(roomId)) return;
    busy.add(roomId);
    for (let next = nextOf(unsent, roomId); next && !closed; next = nextOf(unsent, roomId)) {
      if ((await send(next)) === 'later') break;
    }
    busy.delete(roomId);
  }

  async function send({ id, roomId, body }: Unsent): Promise<'done' | 'later'> {
    const result = await post({ roomId, id, body });
    if (result.ok) {
      settle([result.data]);
      stored(result.data);
      return 'done';
    }
    const { code } = result.error;
    // Signed out: it is sent when its writer is back.
    if (code === 'unauthenticated' || closed) return 'later';
    // Nobody answered, or it was said too much at once: it is asked again.
    if (code === 'unavailable' || code === 'too_many_requests') {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      return 'done';
    }
    const refused = unsent.find((each) => each.id === id);
    if (refused) change({ ...refused, failed: code });
    return 'done';
  }

  function settle(messages: readonly Message[]): void {
    for (const { id } of settledBy(unsent, messages, userId)) remove(id);
  }

  return {
    get unsent() {
      return unsent;
    },
    restore: () => void (unsent = keepsake.unsent().reduce(put, [...unsent])),
    add(roomId, body) {
      change({ id: v7(), roomId, body, at: new Date().toISOString() });
      void drain(roomId);
    },
    retry(id) {
      const refused = unsent.find((each) => each.id === id);
      if (!refused?.failed) return;
      remove(id);
      change(again(refused, v7));
      void drain(refused.roomId);
    },
    discard: remove,
    settle,
    flush() {
      for (const roomId of new Set(unsent.map((each) => each.roomId))) void drain(roomId);
    },
    close: () => void (closed = true),
  };
}
