import type { Resumed } from '#contract/chat';
import type { Chat } from './chat';
import type { MessageReader } from './message-reader';
import { noSuchRoom } from './refusals';

/** In one answer, over all rooms; those that come after begin anew with a message or so, and are read by page. */
const MOST_RESUMED = 2_000;

/** What was said, page by page or since one last looked. */
export function createReadMessages(messages: MessageReader): Pick<Chat, 'history' | 'resume' | 'heads'> {
  return {
    async history(reader, page) {
      const found = await messages.page(reader, page);
      if (!found) throw noSuchRoom();
      return found;
    },

    async resume(reader, cursors) {
      const rooms: Resumed['rooms'] = {};
      let left = MOST_RESUMED;
      for (const [roomId, rev] of Object.entries(cursors)) {
        const changes = await messages.changes(reader, roomId, rev, left);
        left -= changes?.messages.length ?? 0;
        if (changes) rooms[roomId] = changes;
      }
      return { rooms };
    },

    async heads(roomIds) {
      const revs = await Promise.all(
        roomIds.map(async (roomId) => [roomId, await messages.rev(roomId)] as const),
      );
      return Object.fromEntries(revs);
    },
  };
}
