import type { Person } from '#domain/accounts/right';
import type { Sender } from '#domain/chat/message';
import { peopleOfDirect } from '#domain/chat/room';
import type { AppendMessage } from './append-message';
import type { Chat } from './chat';
import type { UserRooms } from './user-rooms';

export const createPostMessage =
  (append: AppendMessage, userRooms: UserRooms): Chat['post'] =>
  async (person, { roomId, id, body, replyTo }) => {
    const said = { id, from: senderOf(person), body, ...(replyTo !== undefined && { replyTo }) };
    const message = await append(roomId, said);
    if (message.seq === 1) await showDirect(userRooms, roomId);
    // Who writes has read so far. The message is stored, so that this may fail.
    userRooms.markRead(person.userId, roomId, message.seq).catch(forgone);
    return message;
  };

const senderOf = ({ userId, name, guest }: Person): Sender => ({
  id: userId,
  name,
  ...(guest && { guest }),
});

/** A direct room shows from its first message on; should making it have broken off, it is put right here. */
async function showDirect(userRooms: UserRooms, roomId: string): Promise<void> {
  const people = peopleOfDirect(roomId) ?? [];
  await Promise.all(people.map((userId) => userRooms.enter(userId, roomId, 0)));
}

const forgone = (): void => undefined;
