import type { Redis } from 'ioredis';

/**
 * A gate as the classic system has it: HGETALL, then HINCRBY or DEL or EXPIRE, then PUBLISH, each a call of its own.
 * Two gates that read before either writes both let the card through.
 */
export const createClassicGate = (redis: Redis) => {
  const say = (channel: string, message: object): Promise<number> =>
    redis.publish(channel, JSON.stringify(message));

  async function useTrip(cardSerialNumber: string, pass: Record<string, string>): Promise<void> {
    const remainingTrips = await redis.hincrby(cardSerialNumber, 'tripsRemaining', -1);
    if (remainingTrips === 0) await redis.del(cardSerialNumber);
    await say('pass-used:TEN_TRIP', { cardSerialNumber, pass, remainingTrips });
  }

  async function useOnce(cardSerialNumber: string, pass: Record<string, string>): Promise<void> {
    await redis.del(cardSerialNumber);
    await say('pass-used:SINGLE_USE', { cardSerialNumber, pass });
  }

  async function useWindow(cardSerialNumber: string, pass: Record<string, string>): Promise<void> {
    const left = await redis.ttl(cardSerialNumber);
    if (left < 0) {
      await redis.expire(cardSerialNumber, 7_200);
      await say('pass-activated:TWO_HOUR', { cardSerialNumber, pass, remainingTime: 7_200 });
    }
    await say('pass-used:TWO_HOUR', { cardSerialNumber, pass, remainingTime: left < 0 ? null : left });
  }

  return {
    issue: (cardSerialNumber: string, pass: Record<string, string | number>) =>
      redis.hset(cardSerialNumber, pass),

    /** Whether the gate opens. */
    async tap(cardSerialNumber: string): Promise<boolean> {
      const pass = await redis.hgetall(cardSerialNumber);
      const use = { SINGLE_USE: useOnce, TEN_TRIP: useTrip, TWO_HOUR: useWindow }[pass['passType'] ?? ''];
      if (use) await use(cardSerialNumber, pass);
      else await say('pass-denied', { cardSerialNumber });
      return use !== undefined;
    },
  };
};
