import type { Redis } from 'ioredis';
import { channels, keys } from '#server/redis/keys';
import { defineScript } from '#server/redis/scripts';
import type { Reader, RoomEvent } from './chat';
import inviteMemberLua from './invite-member.lua?raw';
import joinRoomLua from './join-room.lua?raw';
import leaveRoomLua from './leave-room.lua?raw';
import membersAmongLua from './members-among.lua?raw';
import { noSuchRoom, refusalOf } from './refusals';
import { doorKeys } from './room-keys';
import roomLua from './room.lua?raw';

/** Who is in a room: the truth, which lies with the room. */
export type Membership = ReturnType<typeof createMembership>;

export function createMembership(redis: Redis) {
  const joinRoom = defineScript(redis, 'joinRoom', roomLua + joinRoomLua);
  const inviteMember = defineScript(redis, 'inviteMember', roomLua + inviteMemberLua);
  const leaveRoom = defineScript(redis, 'leaveRoom', roomLua + leaveRoomLua);
  const membersAmong = defineScript(redis, 'membersAmong', roomLua + membersAmongLua);
  const enterKeys = (roomId: string): string[] => [...doorKeys(roomId), keys.roomMessages(roomId)];
  const among = async (reader: Reader, roomId: string, userIds: readonly string[]) =>
    (await membersAmong(doorKeys(roomId), [reader ?? '', ...userIds])) as string[] | null;

  return {
    /** Gives the seq at which they came. @throws Refusal `not_found` */
    async join(roomId: string, userId: string): Promise<number> {
      const reply = await joinRoom(enterKeys(roomId), [userId]);
      const [status, seq] = reply as [status: string, seq?: number];
      if (seq === undefined) throw refusalOf(status, {});
      return seq;
    },

    /** `isNew`: they were not in the room before. `at`: epoch ms. @throws Refusal `not_found`, `forbidden` */
    async invite(roomId: string, inviter: string, invited: string) {
      const reply = (await inviteMember(enterKeys(roomId), [inviter, invited])) as Invited;
      if (reply.length === 1)
        throw refusalOf(reply[0], { forbidden: 'One is invited to private rooms only' });
      const [status, seq, name, at] = reply;
      return { isNew: status === 'invited', seq, name, at };
    },

    /** @throws Refusal `not_found`, `forbidden` */
    async leave(roomId: string, userId: string): Promise<void> {
      const event: RoomEvent = { left: userId };
      const args = [userId, channels.room(roomId), JSON.stringify(event)];
      const status = (await leaveRoom(doorKeys(roomId), args)) as string;
      if (status !== 'left') throw refusalOf(status, { forbidden: 'Nobody can leave this room' });
    },

    /** Those of `userIds` who are in a room. @throws Refusal `not_found` */
    async among(reader: Reader, roomId: string, userIds: readonly string[]): Promise<string[]> {
      const inside = await among(reader, roomId, userIds);
      if (!inside) throw noSuchRoom();
      return inside;
    },

    has: async (roomId: string, userId: string): Promise<boolean> =>
      (await among(userId, roomId, [userId]))?.length === 1,
  };
}

/** As invite-member.lua gives it. */
type Invited = [status: string] | [status: string, seq: number, name: string, at: number];
