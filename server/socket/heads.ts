import type { Chat } from '#server/chat/chat';
import type { Report } from '#server/report';
import { roomOfTag, type Io } from './io';

/** Tells every socket where its rooms stand, so that whoever missed something, the last message too, notices. */
export interface Heads {
  tell(): Promise<void>;
  stop(): void;
}

const EVERY_MS = 15_000;

export function createHeads(io: Io, chat: Chat, rooms: () => string[], report: Report): Heads {
  const timer = setInterval(() => void tell(), EVERY_MS);

  async function tell(): Promise<void> {
    try {
      const known = await chat.heads(rooms());
      for (const socket of io.of('/').sockets.values()) {
        const own = [...socket.rooms].flatMap((tag) => roomOfTag(tag) ?? []);
        const heads = Object.fromEntries(own.flatMap((id) => (id in known ? [[id, known[id] ?? 0]] : [])));
        if (own.length > 0) socket.emit('room:heads', { heads });
      }
    } catch (error) {
      report(error, { task: 'heads' });
    }
  }

  return { tell, stop: () => clearInterval(timer) };
}
