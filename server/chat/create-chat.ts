import type { Redis } from 'ioredis';
import { GENERAL } from '#domain/chat/room';
import type { Accounts } from '#server/accounts/accounts';
import type { Bus } from '#server/redis/bus';
import { createAppendMessage } from './append-message';
import type { Chat } from './chat';
import { createComeAndGo } from './come-and-go';
import { createListRooms } from './list-rooms';
import { createMakeRooms } from './make-rooms';
import { createMarkRead } from './mark-read';
import { createMembership } from './membership';
import { createMessageReader } from './message-reader';
import { createPostMessage } from './post-message';
import { createReadMessages } from './read-messages';
import { createRoomIndex } from './room-index';
import { createRoomStore } from './room-store';
import { createTakeSeat } from './take-seat';
import { createUserRooms } from './user-rooms';
import { createViewRoom } from './view-room';

/** Rooms and messages over Redis. General must be there: see `ensureGeneral`. */
export function createChat(parts: { redis: Redis; bus: Bus; accounts: Pick<Accounts, 'findMany'> }): Chat {
  const { redis, bus, accounts } = parts;
  const rooms = createRoomStore(redis);
  const membership = createMembership(redis);
  const messages = createMessageReader(redis);
  const userRooms = createUserRooms(redis);
  const roomIndex = createRoomIndex({ membership, userRooms });
  const takeSeat = createTakeSeat({ userRooms, bus });
  const view = createViewRoom({ rooms, userRooms, accounts });

  return {
    ...createMakeRooms({ rooms, accounts, takeSeat, view }),
    ...createComeAndGo({ membership, roomIndex, accounts, bus, takeSeat, view }),
    ...createReadMessages(messages),
    list: createListRooms({ rooms, userRooms, roomIndex, accounts }),
    view,
    post: createPostMessage(createAppendMessage(redis), userRooms),
    markRead: createMarkRead({ membership, messages, userRooms, view }),
    membersAmong: membership.among,

    async roomsOf(reader) {
      if (reader === null) return rooms.publicRooms();
      const ids = [...new Set([GENERAL, ...(await userRooms.all(reader))])];
      const inside = await Promise.all(ids.map((roomId) => membership.has(roomId, reader)));
      return ids.filter((_, at) => inside[at]);
    },
  };
}
