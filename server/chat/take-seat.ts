import type { Bus } from '#server/redis/bus';
import { channels } from '#server/redis/keys';
import type { Seat } from './chat';
import type { UserRooms } from './user-rooms';

/**
 * What follows when somebody is in a room, once the room has its row of them: first what is kept with the person, then
 * the word to their sockets. Can be repeated, so that a command sent again mends what a crash left undone. `read`: what
 * was said up to there counts as read; without it all that was said before they came.
 */
export type TakeSeat = (seat: Seat, read?: number) => Promise<void>;

export const createTakeSeat =
  ({ userRooms, bus }: { userRooms: UserRooms; bus: Bus }): TakeSeat =>
  async (seat, read = seat.seq) => {
    await userRooms.enter(seat.userId, seat.roomId, read);
    await bus.publish(channels.seats, seat);
  };
