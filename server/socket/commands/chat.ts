import type { RoomView } from '#contract/chat';
import type { CommandName } from '#contract/events';
import { readerOf } from '#domain/accounts/right';
import { demandPerson, type Caller, type Commands } from '../command';
import { tags } from '../io';

type ChatCommandName = Extract<
  CommandName,
  `room:${string}` | `message:${string}` | `read:${string}` | `presence:${string}`
>;

export const chatCommands: Commands<ChatCommandName> = {
  'room:list': {
    right: 'read',
    run: async ({ services, principal, socket }) => {
      // Seated first: what is said while the list is read arrives twice rather than never.
      await socket.data.seated;
      return services.chat.list(readerOf(principal));
    },
  },
  'room:resume': {
    right: 'read',
    run: async ({ services, principal, socket }, { cursors }) => {
      await socket.data.seated;
      return services.chat.resume(readerOf(principal), cursors);
    },
  },
  'message:history': {
    right: 'read',
    run: ({ services, principal }, page) => services.chat.history(readerOf(principal), page),
  },
  'message:post': {
    right: 'chat',
    run: (caller, message) => caller.services.chat.post(demandPerson(caller), message),
  },
  'room:create': {
    right: 'chat',
    run: (caller, room) => seated(caller, caller.services.chat.create(demandPerson(caller), room)),
  },
  'room:join': {
    right: 'chat',
    run: (caller, { roomId }) => seated(caller, caller.services.chat.join(demandPerson(caller), roomId)),
  },
  'room:leave': {
    right: 'chat',
    run: (caller, { roomId }) => caller.services.chat.leave(demandPerson(caller), roomId),
  },
  'room:invite': {
    right: 'chat',
    run: (caller, { roomId, userId }) => caller.services.chat.invite(demandPerson(caller), roomId, userId),
  },
  'room:direct': {
    right: 'chat',
    run: (caller, { userId }) => seated(caller, caller.services.chat.direct(demandPerson(caller), userId)),
  },
  'read:mark': {
    right: 'chat',
    run: async (caller, { roomId, seq }) => {
      const person = demandPerson(caller);
      const left = await caller.services.chat.markRead(person, roomId, seq);
      // To the person's other devices, wherever they are connected.
      caller.socket.to(tags.user(person.userId)).emit('unread:changed', { roomId, ...left });
      return left;
    },
  },
  'presence:list': {
    right: 'chat',
    run: async ({ services, principal, socket }, { roomId }) => {
      await socket.data.seated;
      const online = await services.presence.online();
      return { online: await services.chat.membersAmong(readerOf(principal), roomId, online) };
    },
  },
};

/** Whoever came into a room hears it when they are told that they are in. */
async function seated(caller: Caller, entering: Promise<RoomView>): Promise<RoomView> {
  const room = await entering;
  await caller.reseat();
  return room;
}
