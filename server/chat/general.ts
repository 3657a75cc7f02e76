import type { Redis } from 'ioredis';
import { GENERAL } from '#domain/chat/room';
import { createRoomStore } from './room-store';

/** Makes the room that everybody is in, unless it is there. */
export async function ensureGeneral(redis: Redis): Promise<void> {
  const room = { id: GENERAL, name: 'General', kind: 'public', maker: null, members: [] } as const;
  await createRoomStore(redis).create({ ...room, everybody: true });
}
