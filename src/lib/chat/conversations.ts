import type { HistoryPage, Message, MessagesPosted, RoomView } from '#contract/chat';
import type { Client } from '$lib/socket/client.svelte';
import { createConversation, type Conversation } from './conversation.svelte';

/** The rooms that were opened on this page; what was read in them stays. */
export interface Conversations {
  /** The same object for a room each time. */
  of(roomId: string): Conversation;
  hear(posted: MessagesPosted): void;
  hearHead(roomId: string, rev: number): void;
  /** After each connection: what was missed in all of them. */
  catchUp(): void;
  close(): void;
}

interface Parts {
  /** The room that came with the document, with its newest page. */
  opening: { room: RoomView; page: HistoryPage } | null;
  request: Client['request'];
  /** Called with messages that are stored, as `room:resume` tells them. */
  stored: (messages: readonly Message[]) => void;
}

export function createConversations({ opening, request, stored }: Parts): Conversations {
  const opened = new Map<string, Conversation>();

  function of(roomId: string): Conversation {
    const known = opened.get(roomId);
    if (known) return known;
    const page = opening?.room.id === roomId ? opening.page : null;
    const conversation = createConversation(roomId, { page, request, resume: () => void resume([roomId]) });
    opened.set(roomId, conversation);
    return conversation;
  }

  async function resume(roomIds: Iterable<string>): Promise<void> {
    const cursors: Record<string, number> = {};
    for (const roomId of roomIds) {
      const cursor = opened.get(roomId)?.cursor;
      if (cursor != null) cursors[roomId] = cursor;
    }
    if (Object.keys(cursors).length === 0) return;
    const result = await request('room:resume', { cursors });
    if (!result.ok) return;
    for (const [roomId, changes] of Object.entries(result.data.rooms)) {
      stored(changes.messages);
      opened.get(roomId)?.catchUp(changes);
    }
  }

  return {
    of,
    hear: ({ roomId, messages }) => opened.get(roomId)?.hear(messages),
    hearHead: (roomId, rev) => opened.get(roomId)?.hearHead(rev),
    catchUp() {
      void resume(opened.keys());
      for (const conversation of opened.values()) void conversation.open();
    },
    close() {
      for (const conversation of opened.values()) conversation.close();
    },
  };
}
