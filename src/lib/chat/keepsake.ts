import { keysOf, STORAGE_PREFIX } from '$lib/browser-storage';
import type { Unsent } from './outbox';

/** What this browser keeps for one person over a reload: messages not sent yet, and what is being written. */
export interface Keepsake {
  unsent(): Unsent[];
  keep(message: Unsent): void;
  drop(id: string): void;
  drafts: {
    read(roomId: string): string;
    keep(roomId: string, text: string): void;
  };
}

/** An entry a message, so that two tabs never overwrite what the other keeps. */
export function createKeepsake(storage: Storage | null, userId: string): Keepsake {
  const unsentKey = (id: string) => `${STORAGE_PREFIX}:${userId}:unsent:${id}`;
  const draftKey = (roomId: string) => `${STORAGE_PREFIX}:${userId}:draft:${roomId}`;
  return {
    unsent: () =>
      keysOf(storage, unsentKey(''))
        .sort()
        .flatMap((key) => read(storage?.getItem(key) ?? '')),
    keep: (message) => write(storage, unsentKey(message.id), JSON.stringify(message)),
    drop: (id) => storage?.removeItem(unsentKey(id)),
    drafts: {
      read: (roomId) => storage?.getItem(draftKey(roomId)) ?? '',
      keep: (roomId, text) =>
        text ? write(storage, draftKey(roomId), text) : storage?.removeItem(draftKey(roomId)),
    },
  };
}

function write(storage: Storage | null, key: string, text: string): void {
  try {
    storage?.setItem(key, text);
  } catch {
    // Full: it lives as long as the page does.
  }
}

function read(text: string): Unsent[] {
  try {
    const { id, roomId, body, at, failed } = JSON.parse(text) as Record<string, unknown>;
    const texts = [id, roomId, body, at].every((value) => typeof value === 'string');
    return texts ? [{ id, roomId, body, at, ...(failed !== undefined && { failed }) } as Unsent] : [];
  } catch {
    // Not ours, or of another version.
    return [];
  }
}
