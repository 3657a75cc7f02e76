import type { Redis } from 'ioredis';

/** A message as the classic chat keeps it: JSON in a sorted set by its date. */
export interface ClassicMessage {
  id: string;
  from: { id: string; name: string };
  date: number;
  message: string;
  roomId: string;
}

export const store = (redis: Redis, message: ClassicMessage): Promise<number> =>
  redis.zadd(`room:${message.roomId}`, message.date, JSON.stringify(message));
