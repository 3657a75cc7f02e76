import type { Chat } from './chat';
import type { MessageReader } from './message-reader';
import { noSuchRoom } from './refusals';

/** What was said, page by page or since one last looked. */
export function createReadMessages(messages: MessageReader): Pick<Chat, 'history' | 'resume' | 'heads'> {
  return {
    async history(reader, page) {
      const found = await messages.page(reader, page);
      if (!found) throw noSuchRoom();
      return found;
    },

    async resume(reader, cursors) {
      const rooms = await Promise.all(
        Object.entries(cursors).map(
          async ([roomId, rev]) => [roomId, await messages.changes(reader, roomId, rev)] as const,
        ),
      );
      return { rooms: Object.fromEntries(rooms.filter(isReadable)) };
    },

    async heads(roomIds) {
      const revs = await Promise.all(
        roomIds.map(async (roomId) => [roomId, await messages.rev(roomId)] as const),
      );
      return Object.fromEntries(revs);
    },
  };
}

const isReadable = <T>(room: readonly [string, T | null]): room is readonly [string, T] => room[1] !== null;
