import { v7 } from 'uuid';
import type { Notification } from '#contract/chat';
import type { Accounts } from '#server/accounts/accounts';
import type { Bus } from '#server/redis/bus';
import { channels } from '#server/redis/keys';
import type { Chat } from './chat';
import type { Membership } from './membership';
import { demandKnown } from './names';
import type { RoomIndex } from './room-index';
import type { TakeSeat } from './take-seat';
import type { ViewRoom } from './view-room';

/** How people come into rooms that are there, and leave them. The room's own row of them always changes first. */
export function createComeAndGo(parts: {
  membership: Membership;
  roomIndex: RoomIndex;
  accounts: Pick<Accounts, 'findMany'>;
  bus: Bus;
  takeSeat: TakeSeat;
  view: ViewRoom;
}): Pick<Chat, 'join' | 'leave' | 'invite'> {
  const { membership, roomIndex, accounts, bus, takeSeat, view } = parts;

  return {
    async join({ userId }, roomId) {
      const seq = await membership.join(roomId, userId);
      await takeSeat({ userId, roomId, seq });
      return view(userId, roomId);
    },

    async leave({ userId }, roomId) {
      const room = await view(userId, roomId);
      await membership.leave(roomId, userId);
      await roomIndex.drop(userId, roomId);
      return { ...room, unread: 0, mentions: 0, read: room.seq };
    },

    async invite({ userId: inviter, name: by }, roomId, userId) {
      await demandKnown(accounts, [userId]);
      const { isNew, seq, name, at } = await membership.invite(roomId, inviter, userId);
      await takeSeat({ userId, roomId, seq });
      if (isNew) await bus.publish(channels.user(userId), invitation({ roomId, roomName: name, by }, at));
      return view(inviter, roomId);
    },
  };
}

const invitation = (words: { roomId: string; roomName: string; by: string }, at: number): Notification => ({
  id: v7(),
  kind: 'invited',
  ...words,
  at: new Date(at).toISOString(),
});
