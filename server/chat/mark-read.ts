import { Refusal } from '#contract/error-codes';
import type { Chat } from './chat';
import type { Membership } from './membership';
import type { MessageReader } from './message-reader';
import type { UserRooms } from './user-rooms';
import type { ViewRoom } from './view-room';

/** Notes how far somebody has read, up to what is there; what is said meanwhile stays unread. */
export const createMarkRead =
  (parts: {
    membership: Membership;
    messages: MessageReader;
    userRooms: UserRooms;
    view: ViewRoom;
  }): Chat['markRead'] =>
  async ({ userId }, roomId, seq) => {
    const { membership, messages, userRooms, view } = parts;
    const [inside, head] = await Promise.all([
      membership.among(userId, roomId, [userId]),
      messages.seq(roomId),
    ]);
    if (inside.length === 0) throw new Refusal('forbidden', 'Join the room to mark what you have read');
    await userRooms.markRead(userId, roomId, Math.min(seq, head));
    const { unread, mentions, read } = await view(userId, roomId);
    return { unread, mentions, read };
  };
