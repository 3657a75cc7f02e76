import { Refusal } from '#contract/error-codes';
import { directRoomId, peopleOfDirect } from '#domain/chat/room';
import type { Accounts } from '#server/accounts/accounts';
import type { Chat } from './chat';
import { demandKnown } from './names';
import type { MadeRoom, RoomStore } from './room-store';
import type { TakeSeat } from './take-seat';
import type { ViewRoom } from './view-room';

/** Rooms that people make, for many and for two. */
export function createMakeRooms(parts: {
  rooms: RoomStore;
  accounts: Pick<Accounts, 'findMany'>;
  takeSeat: TakeSeat;
  view: ViewRoom;
}): Pick<Chat, 'create' | 'direct'> {
  const { rooms, accounts, takeSeat, view } = parts;

  return {
    async create({ userId: maker }, { id, name, kind, members = [] }) {
      const others = kind === 'private' ? [...new Set(members)] : [];
      await demandKnown(accounts, others);
      const wanted = { id, name, kind, maker, members: [...new Set([maker, ...others])] };
      const made = await rooms.create(wanted);
      if (!isSame(made, wanted)) throw new Refusal('conflict', 'This id is another room’s');
      await Promise.all(made.members.map((userId) => takeSeat({ userId, roomId: id, seq: made.seq })));
      return view(maker, id);
    },

    async direct({ userId: maker }, userId) {
      if (userId === maker) throw new Refusal('invalid', 'userId: must be somebody else');
      await demandKnown(accounts, [userId]);
      const id = directRoomId(maker, userId);
      const members = peopleOfDirect(id) ?? [];
      const { seq } = await rooms.create({ id, name: '', kind: 'direct', maker, members });
      const seat = { roomId: id, seq, quiet: true };
      await Promise.all(members.map((member) => takeSeat({ userId: member, ...seat }, 0)));
      return view(maker, id);
    },
  };
}

type Deed = Pick<MadeRoom, 'name' | 'kind' | 'maker'>;

const isSame = (made: Deed, wanted: Deed): boolean =>
  made.name === wanted.name && made.kind === wanted.kind && made.maker === wanted.maker;
